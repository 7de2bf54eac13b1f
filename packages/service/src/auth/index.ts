export * from './call-service.ts';
export * from './caller.ts';
export * from './create-senders.ts';
export * from './create-token-source.ts';
export * from './create-token-verifier.ts';
export { requireScope, type TokenVerifier } from './scopes.ts';
