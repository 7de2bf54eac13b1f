import { type Postgres, type PostgresOptions, startPostgres } from './start-postgres.ts';

/** A server that a test may end as hard as it likes, and start again where it was. */
export type RestartablePostgres = Postgres & {
  /** Signals the server's first process. Throws TypeError for a server that is not ours. */
  kill(signal: NodeJS.Signals): void;
  /** Ends it if it runs, and starts it again on the same port; what it had written it recovers by itself. */
  restart(): Promise<void>;
};

/** As `startPostgres`, which says what it throws. */
export async function startRestartable(options: PostgresOptions): Promise<RestartablePostgres> {
  let server = await startPostgres(options);
  return {
    get port() {
      return server.port;
    },
    get pid() {
      return server.pid;
    },
    get dir() {
      return server.dir;
    },
    get joined() {
      return server.joined;
    },
    url: (database) => server.url(database),
    kill(signal) {
      if (server.pid === undefined) throw new TypeError('the server is not ours to end');
      process.kill(server.pid, signal);
    },
    async restart() {
      const { port } = server;
      await server.stop();
      server = await startPostgres({ ...options, port });
    },
    stop: () => server.stop(),
  };
}
