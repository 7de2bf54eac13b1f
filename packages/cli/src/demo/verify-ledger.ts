import { hashLeaf, type TreeHead, verifyInclusion } from '@told/ledger';
import { type Area, waitForLedger } from '@told/testing';
import { type Connection, connectAs } from '../connect.ts';
import { readLedgerHead } from '../ledger-head.ts';
import type { Profile } from '../profile.ts';

/** What of the ledger was verified. */
export interface VerifiedLedger {
  /** Entries that its newest head covers. */
  readonly size: number;
  /** The head is signed with the key of the stack's file, and covers everything told; its last entry is in it. */
  readonly verified: boolean;
}

interface EntriesAnswer {
  readonly items: readonly { readonly index: number; readonly text: string }[];
}

interface InclusionAnswer {
  readonly proof: readonly string[];
}

/** Waits until everything told has its entry, and verifies as anybody can: by a key that is known from elsewhere. Undefined without a ledger. */
export async function verifyLedger(
  area: Area,
  profile: Profile,
): Promise<VerifiedLedger | undefined> {
  const standing = await waitForLedger(area);
  if (standing === undefined) return undefined;
  const auditor = connectAs('auditor', profile);
  const { size, head } = await readLedgerHead(auditor);
  const isWhole = head !== undefined && size >= standing.entries;
  return { size, verified: isWhole && (await holdsLast(auditor, head)) };
}

async function holdsLast(auditor: Connection, head: TreeHead): Promise<boolean> {
  const index = head.size - 1;
  if (index < 0) return true;
  const [{ items }, { proof }] = await Promise.all([
    auditor.call<EntriesAnswer>('audit', `/v1/ledger/entries?from=${index}&limit=1`),
    auditor.call<InclusionAnswer>(
      'audit',
      `/v1/ledger/proofs/inclusion?index=${index}&size=${head.size}`,
    ),
  ]);
  const path = proof.map((hash) => Buffer.from(hash, 'hex'));
  const leaf = hashLeaf(Buffer.from(items[0]?.text ?? ''));
  return items[0]?.index === index && verifyInclusion(leaf, index, head, path);
}
