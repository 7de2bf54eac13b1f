import { formatSuccession, signNote } from '@told/ledger';
import { type Clock, type Database, MICROS_PER_MS, problem, type Transaction } from '@told/service';
import { appendEntries } from '../ledger/append-entries.ts';
import type { PreparePorts } from '../ledger/prepare-entries.ts';
import { type LedgerRow, LOCK_LEDGER } from '../ledger/queries.ts';
import { insertKey, type LedgerKey, type LedgerSigners, listKeys } from './ledger-keys.ts';

export interface RotatePorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly append: PreparePorts;
  readonly signers: LedgerSigners;
  /** Says who did it and why, in the same transaction. */
  readonly record: (tx: Transaction, ledgerId: string) => Promise<unknown>;
}

/**
 * Goes on with the next key: the one that signs until now names it, an entry does too, and whatever head covers that entry is signed by the
 * next one. All of it in one transaction that holds the ledger's row, so that no head is over the entry and signed by the key before. Throws
 * the problem `no-next-key`, and then nothing has changed.
 */
export function rotateKey(ports: RotatePorts): Promise<LedgerKey> {
  const { db, clock, append, signers, record } = ports;
  return db.transaction(async (tx) => {
    const [ledger] = (await tx.query<LedgerRow>(LOCK_LEDGER)).rows;
    if (ledger?.id !== signers.ledgerId) throw problem('no-next-key');
    const { no, id, size: entry } = ledger;
    const current = (await listKeys(tx, no)).at(-1);
    const signer = signers.find(current?.key ?? '');
    const next = signers.after(current?.key ?? '');
    if (current === undefined || signer === undefined || next === undefined)
      throw problem('no-next-key');
    const timeMs = clock.nowMs();
    const key = next.verifier.text;
    const succession = signNote(formatSuccession(id, { next: next.verifier, entry }), [signer]);
    const described = {
      kind: 'key',
      at: timeMs * MICROS_PER_MS,
      changeId: null,
      subjectKey: null,
      cases: [],
      facts: { follows: current.key, key },
    } as const;
    const taken = {
      ...{ no: current.no + 1, key, succession, entry },
      sinceMicros: timeMs * MICROS_PER_MS,
    };
    await appendEntries(tx, [{ source: null, described }], append);
    await insertKey(tx, no, taken);
    await record(tx, id);
    return taken;
  });
}
