import { generateKeyPairSync } from 'node:crypto';
import type { Codec } from '@told/codec';
import { createMemoryLog, type StoredRecord } from '@told/event-log';
import { createSigner } from '@told/ledger';
import { createPublisher, type Database, type Transaction } from '@told/service';
import { type Arrival, readRecords } from '../../../services/audit/src/entries/read-records.ts';
import { createSigners, insertKey } from '../../../services/audit/src/keys/ledger-keys.ts';
import { readMarkKey } from '../../../services/audit/src/ledger/append-entries.ts';
import {
  appendInPieces,
  appendRecords,
  BACKLOG,
} from '../../../services/audit/src/ledger/append-records.ts';
import type { PreparePorts } from '../../../services/audit/src/ledger/prepare-entries.ts';
import {
  createHeadSigner,
  type HeadSigner,
} from '../../../services/audit/src/ledger/sign-heads.ts';
import { HEADS_TOPIC } from '../../../services/audit/src/topics.ts';
import { LEDGER, LEDGER_ID } from './check-left.ts';
import { makeRecords } from './make-records.ts';

/** Of which a transaction's records come: some 2,000, as when the ledger has something to catch up with. */
const CHANGES_AT_ONCE = 667;
/** As the service signs while there is something to sign. */
const SIGN_EVERY_MS = 1_000;

/** Salts that are the same whoever does the work; what chance costs is a call a transaction. */
const sameBytes = (size: number): Buffer => Buffer.alloc(size, 7);

/** What is to be entered: the records of each transaction, topic by topic. One batch is made at a time. */
export function* makeBatches(codec: Codec, changes: number): Generator<readonly StoredRecord[]> {
  for (let from = 0; from < changes; from += CHANGES_AT_ONCE) {
    yield makeRecords(codec, { from, changes: Math.min(CHANGES_AT_ONCE, changes - from) }).flat();
  }
}

/** How a batch is entered, of records or of what they say. */
export type Append<T> = (
  tx: Transaction,
  batch: readonly T[],
  ports: PreparePorts,
) => Promise<void>;

export const enterRecords =
  (codec: Codec): Append<StoredRecord> =>
  (tx, batch, ports) =>
    appendRecords(tx, batch, { ...ports, codec });

export const enterArrivals: Append<Arrival> = (tx, batch, ports) =>
  appendInPieces(tx, batch, async (piece) => piece, ports);

export async function readBatches(
  codec: Codec,
  batches: Iterable<readonly StoredRecord[]>,
): Promise<(readonly Arrival[])[]> {
  const read: (readonly Arrival[])[] = [];
  for (const batch of batches) read.push(await readRecords(codec, batch));
  return read;
}

/**
 * Enters them as the service does a backlog, some transactions side by side, and signs a head each second and at the end. Resolves with the number
 * of records.
 */
export async function appendBatches<T>(
  db: Database,
  batches: Iterable<readonly T[]>,
  append: Append<T>,
  signer?: HeadSigner,
): Promise<number> {
  const ports = { randomBytes: sameBytes, markKey: await readMarkKey(db) };
  const waiting = batches[Symbol.iterator]();
  let signedAtMs = performance.now();
  const appendInTurn = async (): Promise<number> => {
    let entered = 0;
    for (const batch of { [Symbol.iterator]: () => waiting }) {
      await db.transaction((tx) => append(tx, batch, ports));
      entered += batch.length;
      if (performance.now() - signedAtMs < SIGN_EVERY_MS) continue;
      signedAtMs = performance.now();
      await signer?.sign();
    }
    return entered;
  };
  const entered = await Promise.all(Array.from({ length: BACKLOG.sideBySide }, appendInTurn));
  await signer?.sign();
  return entered.reduce((sum, one) => sum + one, 0);
}

/** With a key of its own, which the ledger then has. */
export async function openSigner(db: Database, codec: Codec): Promise<HeadSigner> {
  const log = createMemoryLog();
  await log.createTopics([{ name: HEADS_TOPIC, partitions: 1, retentionMs: null }]);
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = createSigner(LEDGER_ID, privateKey).verifier.text;
  await db.transaction((tx) =>
    insertKey(tx, LEDGER, { no: 1, key, succession: null, entry: null, sinceMicros: 0 }),
  );
  return createHeadSigner({
    db,
    publisher: await createPublisher({ log }),
    clock: { nowMs: Date.now },
    signers: createSigners(LEDGER_ID, [privateKey]),
    encodeHead: codec.encoder('Head', HEADS_TOPIC),
  });
}
