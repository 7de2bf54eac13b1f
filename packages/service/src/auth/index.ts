export * from './call-service.ts';
export * from './create-senders.ts';
export * from './create-token-source.ts';
export * from './create-token-verifier.ts';
export {
  AUDITOR,
  actorOf,
  type Caller,
  OWN_SERVICES,
  requireScope,
  type TokenVerifier,
} from './scopes.ts';
