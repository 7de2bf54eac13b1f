export type { Acl } from './admin/acls.ts';
export { type ClusterAdmin, keyOfAcl, openClusterAdmin } from './admin/cluster-admin.ts';
export type { Operation } from './admin/operations.ts';
export { type BrokerAccess, pickAccess } from './broker-access.ts';
export { awaitCoordinator, type ClusterState, describeCluster } from './cluster-state.ts';
export { createKafkaLog, type KafkaLogOptions } from './kafka-log.ts';
export { COPIES, describeSettings } from './topics.ts';
