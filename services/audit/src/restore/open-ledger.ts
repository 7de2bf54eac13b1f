import type { KeyObject } from 'node:crypto';
import type { Codec, Head } from '@told/codec';
import type { EventLog } from '@told/event-log';
import type { Clock, Database, Logger, Statement, Transaction } from '@told/service';
import { keepFirstKey } from '../keys/keep-first-key.ts';
import { createSigners } from '../keys/ledger-keys.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import type { PreparePorts } from '../ledger/prepare-entries.ts';
import { findLedger, type LedgerRow } from '../ledger/queries.ts';
import { hasRoot } from '../ledger/read-nodes.ts';
import { generationOf, nameLedger } from './ledger-ids.ts';
import { type PublishedHead, readNewestHead } from './read-newest-head.ts';

export interface OpenPorts {
  readonly db: Database;
  readonly log: EventLog;
  readonly codec: Codec;
  readonly logger: Logger;
  readonly append: PreparePorts;
  readonly clock: Clock;
  /** In the order of their use. */
  readonly privateKeys: readonly KeyObject[];
}

const INSERT_LEDGER: Statement = {
  name: 'audit_insert_ledger',
  text: `INSERT INTO ledger (no, id, size, roots) VALUES ($1, $2, 0, '{}') ON CONFLICT DO NOTHING`,
};

/**
 * The ledger that may be signed, once all heads that were published have been read. One that holds less than they say, or other things, as after
 * its database was restored from a backup, is signed no more, since its next head would contradict what everybody has: a further one is begun, whose
 * first entry is that head. What the log still has and the database lacks is entered there. Resolves with the ledger's id. Throws ConfigError
 * without the private key that signs it.
 */
export async function openLedger(ports: OpenPorts, base: string): Promise<string> {
  const { no, id, follows } = await findOrBegin(ports, base);
  const { db, clock, privateKeys } = ports;
  await keepFirstKey(
    { db, nowMs: clock.nowMs, signers: createSigners(id, privateKeys) },
    {
      no,
      follows: follows && {
        note: follows.note,
        signers: createSigners(follows.logId, privateKeys),
      },
    },
  );
  return id;
}

interface OpenedLedger {
  readonly no: number;
  readonly id: string;
  /** The head of the one before that it goes on from. */
  readonly follows: Head | undefined;
}

async function findOrBegin(ports: OpenPorts, base: string): Promise<OpenedLedger> {
  const published = await readNewestHead(ports, base);
  // Read after the heads: another instance may have gone on meanwhile.
  const kept = await findLedger(ports.db, undefined);
  if (kept !== undefined && generationOf(kept.id, base) === undefined)
    throw new TypeError('a database goes on with the ledger that it was begun with');
  const follows = published?.head;
  if (published === undefined)
    return { ...(kept ?? (await begin(ports, { no: 1, id: base }, undefined))), follows };
  if (kept !== undefined && (await goesOn(ports.db, kept, base, published)))
    return { ...kept, follows };
  const next = { no: (kept?.no ?? 0) + 1, id: nameLedger(base, published.generation + 1) };
  ports.logger.error(
    { count: published.head.size, rows: kept?.size ?? 0 },
    'the ledger is behind its last published head, or contradicts it; it is signed no more, and a new one begins',
  );
  return { ...(await begin(ports, next, published)), follows };
}

/** Whether what was published is true of what is kept. */
async function goesOn(
  db: Database,
  kept: LedgerRow,
  base: string,
  { head, generation }: PublishedHead,
): Promise<boolean> {
  const own = generationOf(kept.id, base) ?? 0;
  // Heads of a ledger that has just begun may not have left yet.
  if (own !== generation) return own > generation;
  return head.size <= kept.size && hasRoot(db, kept.no, head.size, Buffer.from(head.root, 'hex'));
}

/** Several instances may do this at once: one of them does it, and all find the same. */
async function begin(
  { db, append }: OpenPorts,
  { no, id }: Pick<LedgerRow, 'no' | 'id'>,
  follows: PublishedHead | undefined,
): Promise<Pick<LedgerRow, 'no' | 'id'>> {
  await db.transaction(async (tx) => {
    const { rowCount } = await tx.query(INSERT_LEDGER, [no, id]);
    if (rowCount > 0 && follows !== undefined) await enterHead(tx, follows, append);
  });
  return { no, id };
}

/** The first entry of a ledger that follows another. */
async function enterHead(
  tx: Transaction,
  { head, source }: PublishedHead,
  append: PreparePorts,
): Promise<void> {
  const { logId, size, root } = head;
  const described = {
    kind: 'opening',
    at: head.signedAt,
    changeId: null,
    subjectKey: null,
    cases: [],
    facts: { follows: { ledger: logId, size, root } },
  } as const;
  await appendEntries(tx, [{ source, described }], append);
}
