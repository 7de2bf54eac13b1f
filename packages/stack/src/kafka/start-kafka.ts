import { awaitCoordinator, describeCluster } from '@told/event-log-kafka';
import { readStackConfig } from '../config.ts';
import { StackError } from '../errors.ts';
import { findJavaObstacle, findKafkaSource } from './find-kafka-source.ts';
import type { Kafka, KafkaOptions, KafkaSource } from './kafka.ts';
import { startJavaKafka } from './start-java.ts';

const GIVEN_TIMEOUT_MS = 10_000;

/**
 * A Kafka cluster that is ready: one that is given, one in a container, or processes of our own (see `findKafkaSource`).
 * Throws StackError `kafka-unavailable`, `kafka-not-securable`, or what the source throws; each names cause and fix.
 */
export async function startKafka(options: KafkaOptions): Promise<Kafka> {
  const source = options.source ?? (await resolveSource(options));
  if (options.security === 'secured' && source !== 'java') {
    throw new StackError('kafka-not-securable', { source });
  }
  if (source === 'given') return useBrokers(readStackConfig().kafkaBrokers, options.nodes ?? 1);
  if (source === 'java') return startJavaKafka(options);
  const { startContainerKafka } = await import('./start-container.ts'); // its libraries take half a second to load
  return startContainerKafka(options);
}

/** A container engine starts one broker only, and an open one. */
async function resolveSource({ nodes = 1, security = 'open' }: KafkaOptions): Promise<KafkaSource> {
  const found = await findKafkaSource();
  if (found.source === undefined) {
    throw new StackError('kafka-unavailable', { found: found.reasons.join('; ') });
  }
  const suits = nodes === 1 && security === 'open';
  if (found.source !== 'container' || suits) return found.source;
  const obstacle = await findJavaObstacle(readStackConfig());
  if (obstacle === undefined) return 'java';
  throw new StackError('kafka-unavailable', {
    nodes,
    found: `a container engine, which starts one open broker only; ${obstacle}`,
  });
}

/** Throws `kafka-unavailable` without brokers, `kafka-unreachable`, `kafka-too-small`. */
export async function useBrokers(brokers: readonly string[], nodes: number): Promise<Kafka> {
  if (brokers.length === 0) {
    throw new StackError('kafka-unavailable', { found: 'KAFKA_BROKERS is not set' });
  }
  try {
    const cluster = await describeCluster({ brokers });
    if (cluster.brokers.length < nodes) {
      throw new StackError('kafka-too-small', { has: cluster.brokers.length, wanted: nodes });
    }
    await awaitCoordinator({ brokers, nodes, timeoutMs: GIVEN_TIMEOUT_MS });
  } catch (error) {
    if (error instanceof StackError) throw error;
    throw new StackError('kafka-unreachable', { brokers: brokers.join(',') }, error);
  }
  return { source: 'given', brokers, access: { brokers }, nodes: [], stop: async () => undefined };
}
