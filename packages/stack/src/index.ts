export { STACK_ERRORS, StackError, type StackErrorCode } from './errors.ts';
export { type Client, type ClientGrant, listClients } from './issuer/clients.ts';
export {
  type Issuer,
  type IssuerOptions,
  startIssuer,
} from './issuer/start-issuer.ts';
export * from './kafka/index.ts';
export { takePort } from './ports.ts';
export * from './postgres/index.ts';
export { type KeepRunning, keepRunning } from './processes/keep-running.ts';
export { isAlive, listDescendants, measurePssBytes } from './processes/process-state.ts';
export { SERVICE_NODE_FLAGS } from './processes/service-memory.ts';
export {
  type ServiceOptions,
  type ServiceProcess,
  startService,
} from './processes/service-process.ts';
export {
  findScratch,
  openScratch,
  prepareScratch,
  type ScratchOptions,
} from './rebuild/open-scratch.ts';
export { type RebuildProgram, runRebuildProgram } from './rebuild/run-rebuild-program.ts';
export { readApicurioVersion } from './registry/fetch-apicurio.ts';
export type { RegistryKind } from './registry/registry.ts';
export { type AppliedRights, applyRights, planRights } from './rights/apply-rights.ts';
export type { RightsPlan } from './rights/compare-rights.ts';
export { keepPasswords } from './rights/keep-passwords.ts';
export {
  ADMIN_USER,
  groupPrefixOf,
  listLogUsers,
  listRights,
  type Members,
  type Right,
  type TopicRule,
  toAcl,
  userOfService,
} from './rights/list-rights.ts';
export {
  readAgencies,
  readAgencyFile,
  readMembers,
  readTopicRules,
  readTopics,
} from './stack/infra.ts';
export { makePassword } from './stack/log-users.ts';
export {
  type Retention,
  type RetentionClass,
  type RetentionEnd,
  readRetention,
} from './stack/retention.ts';
export { SERVICE_LIST, type ServiceDefinition } from './stack/service-list.ts';
export type { Sealing } from './stack/settings.ts';
export type { Stack, StackOptions, StackStep } from './stack/stack.ts';
export type { StackFile } from './stack/stack-file.ts';
export { startStack } from './stack/start-stack.ts';
