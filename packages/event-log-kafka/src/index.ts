export { awaitCoordinator, type ClusterState, describeCluster } from './cluster-state.ts';
