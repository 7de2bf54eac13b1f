import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createMemoryLog, type MemoryLog } from '@told/event-log';
import { assertOutboxRoom } from './outbox-depth.ts';
import { createPublisher } from './publisher.ts';
import { createServiceDatabase, type ServiceDatabase } from './test/service-database.ts';

const topic = 'told.changes';

let service: ServiceDatabase;
let log: MemoryLog;
beforeEach(async () => {
  service = await createServiceDatabase();
  log = createMemoryLog();
  await log.createTopics([{ name: topic, partitions: 1, retentionMs: null }]);
});
afterEach(async () => {
  await log.close();
  await service.drop();
});

test('a full outbox is a problem that tells when to come again', async () => {
  const db = service.open();
  const publisher = await createPublisher({ log });
  const records = ['1', '2', '3'].map((value) => ({ topic, key: 'a', value: Buffer.from(value) }));
  await db.transaction((tx) => publisher.publish(tx, records));
  await expect(assertOutboxRoom(db, 4)).resolves.toBeUndefined();
  await expect(assertOutboxRoom(db, 3)).rejects.toMatchObject({
    code: 'outbox-full',
    status: 503,
    retryAfterSeconds: 2,
  });
});
