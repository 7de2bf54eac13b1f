/** What the stack reads from its environment; everything else is an option of startStack. */
export type StackConfig = {
  /** A superuser's URL of a real PostgreSQL server, used instead of starting one. */
  readonly databaseUrl: string | undefined;
  /** Passed on to the services' processes, which inherit nothing else. */
  readonly path: string;
};

export const readStackConfig = (env: NodeJS.ProcessEnv = process.env): StackConfig => ({
  databaseUrl: env['DATABASE_URL'] || undefined,
  path: env['PATH'] ?? '',
});
