export { STACK_ERRORS, StackError, type StackErrorCode } from './errors.ts';
export * from './postgres/index.ts';
