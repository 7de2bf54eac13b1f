import {
  type LogHead,
  openHead,
  parseVerifier,
  renameVerifier,
  type ServedKey,
} from '@told/ledger';
import type { Connection } from './connect.ts';

export interface ReadHead {
  /** The ledger's id: that of the profile, or with a number behind it when one could not go on. */
  readonly ledgerId: string;
  readonly size: number;
  /** Undefined: it is not signed with the key of the profile, nor one that follows it, or does not say what the answer says. */
  readonly head: LogHead | undefined;
}

interface HeadAnswer {
  readonly ledgerId: string;
  readonly size: number;
  readonly note: string;
}

/** The newest head, verified with the key that is known from the profile and those that follow it; never with one that came along with it. */
export async function readLedgerHead(auditor: Connection): Promise<ReadHead> {
  const { ledgerId, size, note } = await auditor.call<HeadAnswer>('audit', '/v1/ledger/head');
  // Asked after the head: a key that signed it is among them.
  const path = `/v1/ledger/keys?ledger=${encodeURIComponent(ledgerId)}`;
  const { items: keys } = await auditor.call<{ items: readonly ServedKey[] }>('audit', path);
  const pinned = parseVerifier(auditor.profile.ledger?.key ?? '');
  const own = pinned && renameVerifier(pinned, ledgerId);
  if (own === undefined) return { ledgerId, size, head: undefined };
  const opened = openHead({ origin: ledgerId, note, keys }, [own]);
  const head = opened.kind === 'signed' ? opened.head : undefined;
  return { ledgerId, size, head: head?.size === size ? head : undefined };
}
