export { STACK_ERRORS, StackError, type StackErrorCode } from './errors.ts';
export { type ClientGrant, listClients } from './issuer/clients.ts';
export {
  type Client,
  type Issuer,
  type IssuerOptions,
  startIssuer,
} from './issuer/start-issuer.ts';
export * from './postgres/index.ts';
