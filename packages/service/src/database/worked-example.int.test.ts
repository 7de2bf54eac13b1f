import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createMemoryLog } from '@told/event-log';
import { consume, createPublisher, startRelay } from './index.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
  until,
} from './test/service-database.ts';

let service: ServiceDatabase;
beforeAll(async () => {
  service = await createServiceDatabase();
});
afterAll(() => service.drop());

// The example of the README: what it shows is what runs here.
test('a service reads, applies and says, in one transaction a batch', async () => {
  const { db } = service;
  const logger = createListeningLogger();
  const log = createMemoryLog();
  await log.createTopics([
    { name: 'told.changes', partitions: 2, retentionMs: null },
    { name: 'told.decisions', partitions: 2, retentionMs: null },
  ]);

  const publisher = await createPublisher({ log });
  const relay = startRelay({ db, log, logger });
  const consumer = await consume({
    log,
    db,
    logger,
    group: 'gateway',
    topics: ['told.changes'],
    async handle(tx, records) {
      await publisher.publish(
        tx,
        records.map(({ key, value }) => ({ topic: 'told.decisions', key: key.toString(), value })),
      );
    },
  });

  await db.transaction((tx) =>
    publisher.publish(tx, [{ topic: 'told.changes', key: 'k1', value: Buffer.from('moved') }]),
  );
  const decided = async (): Promise<bigint> =>
    (await log.bounds('told.decisions')).reduce((sum, { end }) => sum + end, 0n);
  await until(async () => (await decided()) === 1n);
  await consumer.stop();
  await relay.stop();
  await log.close();
  expect(await decided()).toBe(1n);
});
