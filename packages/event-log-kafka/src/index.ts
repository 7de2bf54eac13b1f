export { type BrokerAccess, pickAccess } from './broker-access.ts';
export { awaitCoordinator, type ClusterState, describeCluster } from './cluster-state.ts';
export { createKafkaLog, type KafkaLogOptions } from './kafka-log.ts';
export { COPIES, describeSettings } from './topics.ts';
