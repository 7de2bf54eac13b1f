import { KafkaContainer } from '@testcontainers/kafka';
import { awaitCoordinator } from '@told/event-log-kafka';
import { StackError } from '../errors.ts';
import { toEnvironment } from './container-settings.ts';
import type { Kafka, KafkaOptions } from './kafka.ts';

/** Confluent's build of Apache Kafka 4.1: the images that @testcontainers/kafka knows how to start. */
const IMAGE = 'confluentinc/cp-kafka:8.1.0';
const BROKER_PORT = 9093;
const READY_TIMEOUT_MS = 60_000;

/** As infra/kafka/node.properties has them; all others suit a container's defaults. */
const SETTINGS = {
  'auto.create.topics.enable': 'false',
  'num.partitions': '1',
  'offsets.topic.num.partitions': '5',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.num.partitions': '5',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
};

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
    .withEnvironment(toEnvironment({ ...SETTINGS, ...settings }))
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
    nodes: [],
    stop: async () => void (await container.stop()),
  };
}
