import { partitionFor, recordDigest } from '@told/event-log';
import { createKafkaLog } from '../src/index.ts';

/** Tells two changes and hears of them. Gives what was heard. */
export async function tellAndHear(brokers: readonly string[]): Promise<readonly string[]> {
  const log = createKafkaLog({ brokers, clientId: 'example' });
  await log.createTopics([{ name: 'example.changes', partitions: 12, retentionMs: null }]);

  const key = Buffer.from('subject-1');
  const at = { topic: 'example.changes', partition: partitionFor(key, 12) };
  await log.append(at, [
    { key, value: Buffer.from('moved house') },
    { key, value: Buffer.from('started work') },
  ]);

  const heard: string[] = [];
  let position: { next: bigint; last: { offset: bigint; digest: string } } | undefined;
  const all = Promise.withResolvers<void>();
  const subscription = await log.subscribe({
    group: 'example.readers',
    topics: ['example.changes'],
    from: 'earliest',
    // A service keeps its position in its own database, in the transaction of its effects.
    positionOf: async ({ partition }) => (partition === at.partition ? position : undefined),
    handle: async (batch) => {
      for (const { key, value, offset } of batch) {
        heard.push(value.toString());
        position = { next: offset + 1n, last: { offset, digest: recordDigest(key, value) } };
      }
      if (heard.length >= 2) all.resolve();
    },
  });
  await Promise.race([all.promise, subscription.done]);
  await log.close();
  return heard;
}
