import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { partitionFor } from '@told/event-log';
import { createKafkaLog } from '@told/event-log-kafka';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { runContender } from '../measure/run-contender.ts';
import { createTopicKeeper } from './read-back.ts';
import { createRecordSource, type Work } from './work.ts';

const { brokers } = readTestKafka();
const keeper = createTopicKeeper(brokers);
const work: Work = {
  brokers,
  topic: `bench-${randomUUID()}`,
  partitions: 4,
  warmUpRecords: 300,
  records: 1_234,
  batchRecords: 100,
};
const run = (program: string) =>
  runContender(path.join(import.meta.dirname, program), work, () => undefined);

beforeEach(() => keeper.create(work.topic, work.partitions));
afterEach(() => keeper.remove(work.topic));

describe.each(['product.ts', 'stock-kafkajs.ts'])('%s', (program) => {
  test('does the whole work, and what it did can be read back', async () => {
    const report = await run(program);
    expect(report.done).toBe(work.records);
    expect(report.seconds).toBeGreaterThan(0);
    await keeper.readBack(work);
    await keeper.count(work.topic, work.warmUpRecords + work.records);
  });
});

test('a record too many, or one too few, breaks the invariant', async () => {
  await run('product.ts');
  const more = { ...work, records: work.records + 1 };
  await expect(keeper.readBack(more)).rejects.toMatchObject({
    code: 'invariant-broken',
    details: expect.objectContaining({ lost: 1, doubled: 0 }),
  });

  const record = createRecordSource()(7);
  const log = createKafkaLog({ brokers });
  const partition = partitionFor(record.key, work.partitions);
  await log.append({ topic: work.topic, partition }, [record]);
  await log.close();
  await expect(keeper.readBack(work)).rejects.toMatchObject({
    details: expect.objectContaining({ lost: 0, doubled: 1 }),
  });
  await expect(keeper.count(work.topic, work.warmUpRecords + work.records)).rejects.toThrow(
    'stored=1535',
  );
});

test('a contender that fails says why', async () => {
  const nowhere = { ...work, topic: 'no topic has this name' };
  const failing = runContender(
    path.join(import.meta.dirname, 'product.ts'),
    nowhere,
    () => undefined,
  );
  await expect(failing).rejects.toThrow('unknown-topic');
});
