export { type FoundSource, findKafkaSource } from './find-kafka-source.ts';
export { fetchToolJars } from './jars.ts';
export type { Kafka, KafkaNode, KafkaOptions, KafkaSource } from './kafka.ts';
export { startKafka } from './start-kafka.ts';
