import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../tools/test-database.ts';
import { createTopic, numbered } from '../contract/subscriber.ts';
import { createPostgresLog, eventLogMigrations } from './postgres-log.ts';

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase({ migrations: [eventLogMigrations] });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

/** What PostgreSQL says when a session is ready for its first statement. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** Holds back that a session is ready, ends the session, and hands on both words at once, for the first `count` sessions. */
async function startUnluckyProxy(count: number) {
  const target = new URL(database.url);
  let left = count;
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname);
    let held: Buffer | undefined;
    upstream.on('data', (bytes) => {
      if (held !== undefined) client.write(Buffer.concat([held, bytes]));
      else if (left > 0 && bytes.subarray(-READY.length).equals(READY)) {
        left -= 1;
        held = bytes;
        void admin.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'event-log unlucky'`,
        );
      } else client.write(bytes);
    });
    client.on('data', (bytes) => upstream.write(bytes));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => undefined); // the other side sees the close
      one.on('close', () => other.end());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(database.url);
  url.port = String((server.address() as net.AddressInfo).port);
  return { url: url.href, close: () => server.close(), isSpent: () => left === 0 };
}

test('a session that ends with the word that makes it ready is one more try, not the end of the process', async () => {
  const proxy = await startUnluckyProxy(2);
  const direct = createPostgresLog({ connectionString: database.url });
  const log = createPostgresLog({ connectionString: proxy.url, clientId: 'unlucky' });
  try {
    const topic = await createTopic(direct);
    for (let isStored = false; !isStored; ) {
      isStored = await log.append({ topic, partition: 0 }, numbered(1)).then(
        () => true,
        (error: { retryable: boolean }) => {
          expect(error.retryable).toBe(true);
          return false;
        },
      );
    }
    expect(proxy.isSpent()).toBe(true);
  } finally {
    await Promise.all([log.close(), direct.close()]);
    proxy.close();
  }
});
