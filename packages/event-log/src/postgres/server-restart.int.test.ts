import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from '../../../stack/src/postgres/index.ts';
import {
  createBook,
  createTopic,
  eventually,
  numbered,
  subscribe,
  textOf,
} from '../contract/subscriber.ts';
import type { EventLog, TopicPartition } from '../port.ts';
import { createPostgresLog, eventLogMigrations } from './postgres-log.ts';

async function migrate(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (const file of fs.readdirSync(eventLogMigrations).sort())
    await client.query(fs.readFileSync(path.join(eventLogMigrations, file), 'utf8'));
  await client.end();
}

async function appendUntilRefused(log: EventLog, to: TopicPartition): Promise<unknown> {
  for (let refused: unknown; ; ) {
    await log.append(to, numbered(1)).catch((error: unknown) => {
      refused = error;
    });
    if (refused !== undefined) return refused;
  }
}

test('appends and subscriptions outlive a server that is killed and started again', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'event-log-restart-'));
  fs.chmodSync(dir, 0o755);
  const first = await startPostgres({ dir });
  const port = first.port;
  const connectionString = first.url();
  await migrate(connectionString);
  const log = createPostgresLog({ connectionString, leaseMs: 900 });
  const topic = await createTopic(log);
  const book = createBook();
  const subscription = await subscribe(log, topic, book);
  await log.append({ topic, partition: 0 }, numbered(3));
  await eventually(() => book.seen.length === 3);

  process.kill(first.pid as number, 'SIGKILL');
  // The server's backends outlive it until they notice: an append or two may still be answered.
  await expect(appendUntilRefused(log, { topic, partition: 0 })).resolves.toMatchObject({
    retryable: true,
  });
  const second = await startPostgres({ dir, port });
  for (let settled = false; !settled; )
    settled = await log.append({ topic, partition: 0 }, numbered(3, 3)).then(
      () => true,
      (error: { retryable: boolean }) => !error.retryable,
    );
  await eventually(() => book.seen.some((record) => textOf(record) === '5'));
  expect([...new Set(book.seen.map(textOf))]).toEqual(['0', '1', '2', '3', '4', '5']);

  await subscription.close();
  await log.close();
  await second.stop();
  for (const folder of [second.dir, dir])
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
});
