import { KafkaContainer } from '@testcontainers/kafka';
import { awaitCoordinator } from '@told/event-log-kafka';
import { StackError } from '../errors.ts';
import { chooseCopies, readBrokerSettings } from './broker-settings.ts';
import { toEnvironment } from './container-settings.ts';
import type { Kafka, KafkaOptions } from './kafka.ts';

/** Confluent's build of Apache Kafka 4.1: the images that @testcontainers/kafka knows how to start. */
const IMAGE = 'confluentinc/cp-kafka:8.1.0';
const BROKER_PORT = 9093;
const READY_TIMEOUT_MS = 60_000;

/**
 * One broker in a container, gone with all its records when it is stopped or this process ends. Throws
 * `container-not-started`, or `kafka-not-started` when the container runs but does not answer.
 */
export async function startContainerKafka({
  nodes = 1,
  settings = {},
  onProgress,
}: Pick<KafkaOptions, 'nodes' | 'settings' | 'onProgress'>): Promise<Kafka> {
  if (nodes !== 1) {
    throw new StackError('kafka-unavailable', {
      nodes,
      found: 'a container engine, which starts one broker only',
    });
  }
  onProgress?.(`starting ${IMAGE}`);
  const container = await new KafkaContainer(IMAGE)
    .withKraft()
    .withEnvironment(
      toEnvironment({ ...readBrokerSettings(['common'], chooseCopies(nodes)), ...settings }),
    )
    .start()
    .catch((error: unknown) => {
      throw new StackError('container-not-started', { image: IMAGE }, error);
    });
  const brokers = [`${container.getHost()}:${container.getMappedPort(BROKER_PORT)}`];
  try {
    await awaitCoordinator({ brokers, nodes: 1, timeoutMs: READY_TIMEOUT_MS });
  } catch (error) {
    await container.stop();
    throw new StackError('kafka-not-started', { log: container.getName() }, error);
  }
  return {
    source: 'container',
    brokers,
    access: { brokers },
    nodes: [],
    stop: async () => void (await container.stop()),
  };
}
