export { isAlive } from './server-process.ts';
export { type Postgres, type PostgresOptions, startPostgres } from './start-postgres.ts';
