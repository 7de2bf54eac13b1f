import { type LogHead, parseHead } from '../notes/heads.ts';
import { openKeyChain } from '../notes/key-chain.ts';
import type { Verifier } from '../notes/keys.ts';

/** A key of the ledger, as the audit service lists it. */
export interface ServedKey {
  readonly key: string;
  /** The note by which the key before names it; null of the first. */
  readonly succession: string | null;
  readonly entry: number | null;
  readonly since: string;
}

interface HeadToOpen {
  /** The ledger's id. */
  readonly origin: string;
  readonly note: string;
  readonly keys: readonly Pick<ServedKey, 'succession'>[];
}

type OpenedHead =
  | { readonly kind: 'signed'; readonly head: LogHead; readonly signedBy: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string };

/** A head, verified with keys that one trusts and those that follow them: what the service says of its keys counts only as far as one of them has signed it. */
export function openHead(
  { origin, note, keys }: HeadToOpen,
  trusted: readonly Verifier[],
): OpenedHead {
  const chain = openKeyChain(origin, trusted);
  for (const { succession } of keys) if (succession !== null) chain.follow(succession);
  const opened = chain.open(note);
  if (opened.kind === 'forged') return refuse('bears a signature that does not hold');
  const head = opened.kind === 'signed' ? parseHead(opened.text) : undefined;
  if (opened.kind !== 'signed' || head === undefined || head.origin !== origin) {
    return refuse('is not signed by a key that is trusted');
  }
  const signedBy = chain.inForce(opened.signedBy, head.size);
  if (signedBy.length === 0) return refuse('is signed by a key that another had replaced by then');
  return { kind: 'signed', head, signedBy };
}

const refuse = (why: string): OpenedHead => ({ kind: 'refused', why });
