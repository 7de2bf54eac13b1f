export { addRetentionRoutes, type RetentionPorts, type RetentionRule } from './retention-routes.ts';
