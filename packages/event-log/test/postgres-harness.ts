import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../tools/test-database.ts';
import type { LogHarness } from '../src/contract/index.ts';
import type { RunningLog } from '../src/engine/event-log.ts';
import type { EventLog, NewRecord, TopicPartition } from '../src/port.ts';
import { decodeBatch, encodeBatch } from '../src/postgres/batch-format.ts';
import {
  createPostgresLog,
  eventLogMigrations,
  type PostgresLogOptions,
} from '../src/postgres/postgres-log.ts';
import { APPEND } from '../src/postgres/queries.ts';
import { arrangeValues } from '../src/postgres/store-appends.ts';
import { admitRecord } from '../src/record-check.ts';
import { type LossyProxy, startLossyProxy } from './lossy-proxy.ts';

const LEASE_MS = 900;

export interface PostgresHarness extends LogHarness {
  readonly database: TestDatabase;
  /** A superuser's connections. */
  readonly pool: pg.Pool;
  open(options?: Partial<PostgresLogOptions>): EventLog;
}

/** A log in a database of its own; each client behind a proxy of its own. */
export async function createPostgresHarness(): Promise<PostgresHarness> {
  const database = await createTestDatabase({ migrations: [eventLogMigrations] });
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  const server = new URL(database.url);
  const proxies: LossyProxy[] = [];
  const clients = new Map<EventLog, LossyProxy>();
  for (let made = 0; made < 72; made += 1)
    proxies.push(await startLossyProxy({ host: server.hostname, port: Number(server.port) }));
  const proxyOf = (log: EventLog): LossyProxy => clients.get(log) as LossyProxy;

  return {
    database,
    pool,
    leaseMs: LEASE_MS,
    open(options) {
      const proxy = proxies[clients.size] as LossyProxy;
      const connectionString = `${server.protocol}//${server.username}:${server.password}@127.0.0.1:${proxy.port}${server.pathname}`;
      const client = createPostgresLog({
        connectionString,
        clientId: `client-${clients.size}`,
        leaseMs: LEASE_MS,
        commitIntervalMs: 20,
        ...options,
      });
      clients.set(client, proxy);
      return client;
    },
    crash: (log) => (log as RunningLog).abandon(),
    setReachable: (log, reachable) => proxyOf(log).setOpen(reachable),
    loseAnswers: (log, count) => proxyOf(log).loseAnswers(APPEND.name, count),
    async hesitate(to, records, outcome) {
      const client = await pool.connect();
      await client.query('BEGIN');
      await storeUnchecked(client, to, records.map(admitRecord));
      await sleep(5);
      await client.query(outcome === 'commit' ? 'COMMIT' : 'ROLLBACK');
      client.release();
    },
    storeRaw: (to, record) => storeUnchecked(pool, to, [record]),
    async truncate({ topic, partition }, end) {
      await pool.query(
        `WITH head AS (
           UPDATE event_log.partition_head h SET next = $3
             FROM event_log.topic t WHERE t.id = h.topic_id AND t.name = $1 AND h.partition = $2 RETURNING topic_id)
         DELETE FROM event_log.record_batch b USING head
          WHERE b.topic_id = head.topic_id AND b.partition = $2 AND b.base_offset >= $3`,
        [topic, partition, end],
      );
      await cutBatch(pool, { topic, partition }, end);
    },
    async trim({ topic, partition }, low) {
      await pool.query(
        `WITH head AS (
           UPDATE event_log.partition_head h SET low = $3
             FROM event_log.topic t WHERE t.id = h.topic_id AND t.name = $1 AND h.partition = $2 RETURNING topic_id)
         DELETE FROM event_log.record_batch b USING head
          WHERE b.topic_id = head.topic_id AND b.partition = $2 AND b.last_offset < $3`,
        [topic, partition, low],
      );
    },
    async close() {
      for (const [client, proxy] of clients) {
        proxy.setOpen(true);
        await client.close();
      }
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await pool.end();
      await database.drop();
    },
  };
}

async function storeUnchecked(
  client: pg.Pool | pg.PoolClient,
  to: TopicPartition,
  records: readonly NewRecord[],
): Promise<bigint> {
  const append = records.map((record) => ({ headers: {}, bytes: 0, ...record }));
  const values = arrangeValues([{ to, appends: [append] }]);
  const { rows } = await client.query<{ base: string }>(APPEND, values);
  return BigInt(rows[0]?.base ?? -1);
}

/** Rewrites the row that holds offsets on both sides of the new end. */
async function cutBatch(pool: pg.Pool, at: TopicPartition, end: bigint): Promise<void> {
  const { rows } = await pool.query<{ base_offset: string; records: Buffer }>(
    `SELECT b.base_offset, b.records FROM event_log.record_batch b JOIN event_log.topic t ON t.id = b.topic_id
      WHERE t.name = $1 AND b.partition = $2 AND b.last_offset >= $3`,
    [at.topic, at.partition, end],
  );
  for (const { base_offset, records } of rows) {
    const baseOffset = BigInt(base_offset);
    const kept = decodeBatch({ ...at, baseOffset, timestampMs: 0, bytes: records });
    await pool.query(
      `UPDATE event_log.record_batch b SET last_offset = $4::bigint - 1, records = $5
         FROM event_log.topic t WHERE t.id = b.topic_id AND t.name = $1 AND b.partition = $2 AND b.base_offset = $3`,
      [
        at.topic,
        at.partition,
        baseOffset,
        end,
        encodeBatch(kept.slice(0, Number(end - baseOffset))),
      ],
    );
  }
}
