import { findKafkaSource, type StackOptions } from '../src/index.ts';

/** A stack on Kafka with brokers of its own where they can be had, also where some are given: two stacks on one cluster share its topics. */
export async function onOwnKafka(): Promise<Pick<StackOptions, 'logKind' | 'kafkaSource'>> {
  const { source } = await findKafkaSource({});
  return { logKind: 'kafka', ...(source && { kafkaSource: source }) };
}
