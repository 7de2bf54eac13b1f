import type { SignedIn } from './sign-in.ts';

interface Entry {
  readonly text: string;
  readonly href: string;
  /** All are needed. */
  readonly scopes: readonly string[];
}

/** What the navigation leads to, in its order. */
const ENTRIES: readonly Entry[] = [
  { text: 'Search', href: '/search', scopes: ['audit:read'] },
  { text: 'Ledger', href: '/ledger', scopes: ['ledger:read'] },
  { text: 'Entries', href: '/entries', scopes: ['audit:read'] },
  { text: 'Who looked', href: '/looks', scopes: ['audit:read'] },
  { text: 'Reconciliation', href: '/reconciliation', scopes: ['audit:read', 'ledger:read'] },
  { text: 'Replays', href: '/replays', scopes: ['replay:ask', 'ledger:read'] },
];

export interface NavigationItem {
  readonly text: string;
  readonly href: string;
  /** Whether the page shown is below it. */
  readonly active: boolean;
}

/** What this person may open. */
export const listNavigation = (
  { scopes }: Pick<SignedIn, 'scopes'>,
  path: string,
): readonly NavigationItem[] =>
  ENTRIES.filter((entry) => entry.scopes.every((scope) => scopes.has(scope))).map(
    ({ text, href }) => ({ text, href, active: path === href || path.startsWith(`${href}/`) }),
  );
