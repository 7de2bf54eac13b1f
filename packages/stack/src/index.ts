export { STACK_ERRORS, StackError, type StackErrorCode } from './errors.ts';
export { type Postgres, type PostgresOptions, startPostgres } from './postgres/start-postgres.ts';
