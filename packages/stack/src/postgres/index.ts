export { type Postgres, type PostgresOptions, startPostgres } from './start-postgres.ts';
export { type RestartablePostgres, startRestartable } from './start-restartable.ts';
