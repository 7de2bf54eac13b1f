export { STACK_ERRORS, StackError, type StackErrorCode } from './errors.ts';
export { type ClientGrant, listClients } from './issuer/clients.ts';
export {
  type Client,
  type Issuer,
  type IssuerOptions,
  startIssuer,
} from './issuer/start-issuer.ts';
export * from './kafka/index.ts';
export * from './postgres/index.ts';
export { isAlive, listDescendants, measurePssBytes } from './processes/process-state.ts';
export { SERVICE_NODE_FLAGS } from './processes/service-memory.ts';
export {
  type ServiceOptions,
  type ServiceProcess,
  startService,
} from './processes/service-process.ts';
export { readAgencies, readAgencyFile, readTopics } from './stack/infra.ts';
export { SERVICE_LIST, type ServiceDefinition } from './stack/service-list.ts';
export type { Stack, StackOptions, StackStep } from './stack/stack.ts';
export type { StackFile } from './stack/stack-file.ts';
export { startStack } from './stack/start-stack.ts';
