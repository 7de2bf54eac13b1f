import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { type Codec, createLocalSource, openCodecFrom } from '@told/codec';
import { createMemoryLog, type MemoryLog } from '@told/event-log';
import { createSigner, type Signer } from '@told/ledger';
import { type Clock, createPublisher, type Database, type Publisher } from '@told/service';
import type { DescribedRecord } from '../src/entries/entry.ts';
import { type Arrival, codecUsesFor } from '../src/entries/read-records.ts';
import { createSigners } from '../src/keys/ledger-keys.ts';
import { appendEntries, readMarkKey } from '../src/ledger/append-entries.ts';
import type { PreparePorts } from '../src/ledger/prepare-entries.ts';
import { createHeadSigner, type HeadSigner } from '../src/ledger/sign-heads.ts';
import { HEADS_TOPIC, HEADS_USE, listTopics } from '../src/topics.ts';
import { type AuditDatabase, openAuditDatabase } from './audit-database.ts';

export const LEDGER_ID = 'told.example/test';
export const SUBJECT = '0123456789abcdef0123456789abcdef';
export const AGENCIES = ['luton', 'jobcentre'];
/** Those that audit is given, in the order of their use. */
export const privateKeys = [1, 2].map(() => generateKeyPairSync('ed25519').privateKey);
export const clock = { nowMs: () => Date.parse('2010-05-13T09:00:00Z') };

export const signerOf = (id: string, at = 0): Signer =>
  createSigner(id, privateKeys[at] as KeyObject);

/** Audit's parts over a database of their own and a log in memory; nothing moves what it says to the log but `relay`. */
export interface TestAudit extends AuditDatabase {
  readonly log: MemoryLog;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly append: PreparePorts;
  readonly clock: Clock;
  readonly privateKeys: readonly KeyObject[];
  enter(arrivals: readonly Arrival[]): Promise<void>;
  signerFor(id: string): HeadSigner;
  /** Appends what waits in the outbox, as the relay does. */
  relay(): Promise<void>;
  count(table: string): Promise<number>;
}

export async function openTestAudit(): Promise<TestAudit> {
  const database = await openAuditDatabase();
  const { db } = database;
  const log = createMemoryLog();
  const topics = [...listTopics(AGENCIES), HEADS_TOPIC];
  await log.createTopics(topics.map((name) => ({ name, partitions: 4, retentionMs: null })));
  const codec = await openCodecFrom(createLocalSource(), [
    ...codecUsesFor(listTopics(AGENCIES)),
    HEADS_USE,
  ]);
  const publisher = await createPublisher({ log });
  const append = { randomBytes, markKey: await readMarkKey(db) };
  const encodeHead = codec.encoder('Head', HEADS_TOPIC);
  return {
    ...{ ...database, log, codec, publisher, append, clock, privateKeys },
    enter: (arrivals) => db.transaction((tx) => appendEntries(tx, arrivals, append)),
    signerFor: (id) =>
      createHeadSigner({
        ...{ db, publisher, encodeHead, clock, signers: createSigners(id, privateKeys) },
      }),
    relay: () => relay(db, log),
    async count(table) {
      const text = `SELECT count(*) AS count FROM ${table}`;
      const { rows } = await db.query<{ count: number }>({ name: `test_count_${table}`, text });
      return rows[0]?.count ?? 0;
    },
    async close() {
      await log.close();
      await database.close();
    },
  };
}

async function relay(db: Database, log: MemoryLog): Promise<void> {
  type Row = { topic: string; partition: number; key: Buffer; value: Buffer };
  const { rows } = await db.query<Row>({
    name: 'test_relay',
    text: 'WITH gone AS (DELETE FROM outbox RETURNING *) SELECT topic, partition, key, value FROM gone ORDER BY id',
  });
  for (const { topic, partition, key, value } of rows) {
    await log.append({ topic, partition }, [{ key, value }]);
  }
}

let arrived = 0;

/** A change that no other is, with whatever a test wants changed. */
export function arrive(
  described: Partial<DescribedRecord> = {},
  source: Partial<Arrival['source']> = {},
): Arrival {
  arrived += 1;
  return {
    source: {
      ...{ topic: 'told.changes', partition: 0, offset: String(arrived) },
      digest: arrived.toString(16).padStart(64, '0'),
      ...source,
    },
    described: {
      kind: 'change',
      at: 1_273_740_300_000_000,
      changeId: `00000000-0000-5000-8000-${String(arrived).padStart(12, '0')}`,
      subjectKey: SUBJECT,
      cases: [{ agency: 'luton', caseReference: 'LTN-1' }],
      facts: { changeId: String(arrived), fact: 'address' },
      ...described,
    },
  };
}

export const arriveMany = (count: number): readonly Arrival[] =>
  Array.from({ length: count }, () => arrive());
