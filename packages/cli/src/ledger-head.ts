import { openNote, parseHead, parseVerifier, renameVerifier } from '@told/ledger';
import type { Connection } from './connect.ts';

/** What a signed head says. */
type Head = NonNullable<ReturnType<typeof parseHead>>;

export interface ReadHead {
  /** The ledger's id: that of the profile, or with a number behind it when one could not go on. */
  readonly ledgerId: string;
  readonly size: number;
  /** Undefined: it is not signed with the key of the profile, or does not say what the answer says. */
  readonly head: Head | undefined;
}

interface HeadAnswer {
  readonly ledgerId: string;
  readonly size: number;
  readonly note: string;
}

/** The newest head, verified with the key that is known from the profile; never with one that came along with it. */
export async function readLedgerHead(auditor: Connection): Promise<ReadHead> {
  const answer = await auditor.call<HeadAnswer>('audit', '/v1/ledger/head');
  const { ledgerId, size } = answer;
  const head = openHead(answer, auditor.profile.ledger?.key);
  return { ledgerId, size, head: head?.size === size ? head : undefined };
}

function openHead({ ledgerId, note }: HeadAnswer, key = ''): Head | undefined {
  const pinned = parseVerifier(key);
  const own = pinned && renameVerifier(pinned, ledgerId);
  if (own === undefined) return undefined;
  const opened = openNote(note, [own]);
  const head = opened.kind === 'signed' ? parseHead(opened.text) : undefined;
  return head?.origin === ledgerId ? head : undefined;
}
