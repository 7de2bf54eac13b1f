// Writes to a cluster and reads from it, for tests of what a cluster keeps.
import { createKafkaLog } from '@told/event-log-kafka';

const TOPIC = 'kept';
const AT = { topic: TOPIC, partition: 0 };

export async function writeRecords(brokers: readonly string[], values: readonly string[]) {
  const log = createKafkaLog({ brokers, clientId: 'test' });
  try {
    await log.createTopics([{ name: TOPIC, partitions: 1, retentionMs: null }]);
    const records = values.map((value) => ({ key: Buffer.from('key'), value: Buffer.from(value) }));
    return await log.append(AT, records);
  } finally {
    await log.close();
  }
}

export async function readValues(brokers: readonly string[]): Promise<string[]> {
  const log = createKafkaLog({ brokers, clientId: 'test' });
  const values: string[] = [];
  try {
    for await (const records of log.read({ ...AT, from: 0n })) {
      values.push(...records.map(({ value }) => value.toString()));
    }
  } finally {
    await log.close();
  }
  return values;
}
