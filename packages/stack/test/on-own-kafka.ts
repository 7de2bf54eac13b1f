import { findKafkaSource, type StackOptions } from '../src/index.ts';

/** A stack on Kafka with brokers of its own where they can be had, also where some are given: two stacks on one cluster share its topics. */
export async function onOwnKafka(): Promise<Pick<StackOptions, 'logKind' | 'kafkaSource'>> {
  const { source } = await findKafkaSource({});
  return { logKind: 'kafka', ...(source && { kafkaSource: source }) };
}

/** The same, asking who comes wherever the stack can have it so. */
export async function onSecuredKafka(): Promise<Partial<StackOptions>> {
  const where = await onOwnKafka();
  return { ...where, ...(where.kafkaSource === 'java' && { kafkaSecurity: 'secured' }) };
}
