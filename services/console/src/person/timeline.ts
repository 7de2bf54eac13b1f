import type { Call } from '../back-ends/calls.ts';
import type { Texts } from '../frame/page.ts';

/** An entry of the ledger, as audit tells of it. */
export interface Item {
  readonly ledgerId: string;
  readonly index: number;
  readonly at: string;
  readonly kind: string;
  readonly sentence: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly cases: readonly { readonly agency: string; readonly caseReference: string | null }[];
}

export interface TimelinePage {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** What a timeline is narrowed to. */
export const TIMELINE_FILTERS = ['kind', 'agency', 'fact', 'from', 'until'];

const LENGTH_MAX = 100;
const text = { type: 'string', maxLength: LENGTH_MAX } as const;

/** The query of a page with a timeline. */
export const TIMELINE_QUERY = {
  type: 'object',
  additionalProperties: false,
  properties: { ...Object.fromEntries(TIMELINE_FILTERS.map((name) => [name, text])), cursor: text },
} as const;

export const KINDS: Readonly<Record<string, string>> = {
  change: 'Change told',
  decision: 'Decision',
  interest: 'Interest',
  consent: 'Consent',
  outcome: 'Answer',
  action: 'Action by hand',
};

export const FACTS = [
  'address',
  'income',
  'household',
  'benefitAward',
  'capital',
  'identity',
  'death',
];

const PAGE_ITEMS = 50;

/** One page. That somebody looked is recorded with the first. */
export const readPage = (
  audit: Call,
  of: string,
  asked: { readonly query: Texts; readonly reason: string; readonly cursor?: string | undefined },
  limit = PAGE_ITEMS,
): Promise<TimelinePage> => {
  const { query, reason, cursor } = asked;
  const search = new URLSearchParams({
    ...{ ...query, reason, limit: String(limit) },
    ...(cursor !== undefined && { cursor }),
  });
  return audit<TimelinePage>(`/v1/${of}/timeline?${search}`);
};

const FILE_PAGE_ITEMS = 1_000;
/** A person has hundreds of entries; a file of more is cut, and says so in its last line. */
const FILE_PAGES_MAX = 100;

/** All of it, page by page. */
export async function* readAll(
  audit: Call,
  of: string,
  asked: { readonly query: Texts; readonly reason: string },
): AsyncGenerator<readonly Item[]> {
  let cursor: string | undefined;
  for (let read = 0; read < FILE_PAGES_MAX; read += 1) {
    const page = await readPage(audit, of, { ...asked, cursor }, FILE_PAGE_ITEMS);
    yield page.items;
    if (page.next === null) return;
    cursor = page.next;
  }
  yield [CUT_SHORT];
}

const CUT_SHORT: Item = {
  ...{ ledgerId: '', index: -1, at: '', kind: 'cut-short', facts: {}, cases: [] },
  sentence: 'There is more: narrow the period.',
};

/** An entry as a page shows it. */
export function describeItem(item: Item) {
  const { facts, kind } = item;
  const changeId = typeof facts['changeId'] === 'string' ? facts['changeId'] : undefined;
  const by = facts['actor'] ?? facts['recordedBy'] ?? facts['agency'];
  return {
    ...item,
    label: KINDS[kind] ?? kind,
    by: typeof by === 'string' ? by : undefined,
    changeId,
  };
}
