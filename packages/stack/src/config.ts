/** What the stack reads from its environment; everything else is an option of startStack. */
export type StackConfig = {
  /** A superuser's URL of a real PostgreSQL server, used instead of starting one. */
  readonly databaseUrl: string | undefined;
  /** Brokers to use instead of starting some; host:port. */
  readonly kafkaBrokers: readonly string[];
  /** The Java that runs brokers; undefined: the first in PATH. */
  readonly javaHome: string | undefined;
  /** The Java that runs Apicurio Registry; undefined: one that is found. */
  readonly java21Home: string | undefined;
  /** Where the container engine listens; undefined: the usual places. */
  readonly dockerHost: string | undefined;
  /** Where a user's own container engine has its socket. */
  readonly runtimeDir: string | undefined;
  /** Passed on to the services' processes, which inherit nothing else. */
  readonly path: string;
};

export const readStackConfig = (env: NodeJS.ProcessEnv = process.env): StackConfig => ({
  databaseUrl: env['DATABASE_URL'] || undefined,
  kafkaBrokers: (env['KAFKA_BROKERS'] ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter(Boolean),
  javaHome: env['JAVA_HOME'] || undefined,
  java21Home: env['JAVA21_HOME'] || undefined,
  dockerHost: env['DOCKER_HOST'] || undefined,
  runtimeDir: env['XDG_RUNTIME_DIR'] || undefined,
  path: env['PATH'] ?? '',
});
