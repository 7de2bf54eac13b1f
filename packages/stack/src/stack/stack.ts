import type { Kafka, KafkaSecurity, KafkaSource } from '../kafka/kafka.ts';
import type { RestartablePostgres } from '../postgres/index.ts';
import type { ServiceProcess } from '../processes/service-process.ts';
import type { RegistryKind, RegistryProcess } from '../registry/registry.ts';
import type { KeyFiles } from './key-files.ts';
import type { LogKind, Sealing } from './settings.ts';
import type { StackFile } from './stack-file.ts';

export type StackStep =
  | 'postgres'
  | 'kafka'
  | 'databases'
  | 'topics'
  | 'registry'
  | 'issuer'
  | 'services';

export type StackOptions = {
  /** Keeps clusters, keys, secrets and logs between runs; `.told` in a checkout. */
  readonly dir: string;
  /** By default what the first start chose: the embedded log. Another than the folder was made with is refused. */
  readonly logKind?: LogKind;
  /** Brokers to run, with Kafka; by default what the first start chose: 1. */
  readonly kafkaNodes?: 1 | 3;
  /** Whether brokers ask who comes, with Kafka; by default what the first start chose: open. */
  readonly kafkaSecurity?: KafkaSecurity;
  /** Where the brokers come from; by default KAFKA_BROKERS, if set, else Java, else a container, which keeps no records. */
  readonly kafkaSource?: KafkaSource;
  /**
   * What keeps the schemas; by default what the first start chose: the embedded one. Apicurio, where a first start finds nothing to run
   * it with, is replaced by that, and `onWarning` is told.
   */
  readonly registry?: RegistryKind;
  /** Whether bodies of changes are sealed; by default what the first start chose: on. */
  readonly sealing?: Sealing;
  /** Names of the services to run; all by default. */
  readonly services?: readonly string[];
  /** False: only for what a test throws away. */
  readonly fsync?: boolean;
  /** One a broker: where clients are told to find it instead of its own port, as behind a proxy. */
  readonly kafkaAdvertisedPorts?: readonly number[];
  /** Service, `postgres`, `registry`, `issuer` or `kafka-1` to `kafka-3` → fixed port; any free one by default. */
  readonly ports?: Readonly<Record<string, number>>;
  /** `system`, or `YYYY-MM-DD@<instant>`; by default what the first start chose: Monday 5 April 2010 at that moment. */
  readonly businessDate?: string;
  /** Service → failpoint at which it kills itself, for tests; a restart forgets it. */
  readonly failpoints?: Readonly<Record<string, string>>;
  /** Service → its processes, 1 by default; the second of `gateway` is the service `gateway-2`. All have one database, and share the work. */
  readonly instances?: Readonly<Record<string, number>>;
  readonly logLevel?: string;
  /** Used instead of a private server; by default DATABASE_URL, if set. */
  readonly databaseUrl?: string;
  /** Told when a step is done, and how long it took. */
  readonly onProgress?: (step: StackStep, durationMs: number) => void;
  /** Told what a step is busy with when that may take long, such as fetching Kafka at its first start. */
  readonly onNote?: (what: string) => void;
  /** Told what is otherwise than it was asked for. */
  readonly onWarning?: (what: string) => void;
};

export type Stack = StackFile & {
  /** Where the same is written for other programs. */
  readonly stackFile: string;
  readonly logDir: string;
  /** A superuser's URL of any of the databases, for checks and for tests that tamper. */
  adminUrl(database?: string): string;
  /** Throws `unknown-service`. */
  service(name: string): ServiceProcess;
  /** Starts the pages for people, once, and resolves with where they are; they are in the stack's file from then on. */
  startConsole(): Promise<string>;
  /** The server of every database, for tests that end it. */
  readonly postgres: Pick<RestartablePostgres, 'pid' | 'dir' | 'kill' | 'restart'>;
  /** The cluster of the log, if it is one of Kafka. */
  readonly kafka: Kafka | undefined;
  /** Where the keys of sealed bodies are, for tests that tamper; undefined: nothing is sealed. */
  readonly keyFiles: KeyFiles | undefined;
  /** The registry's own process, if it has one, for tests that end it. */
  readonly registryProcess: RegistryProcess | undefined;
  /** Memory of this process, PostgreSQL and all services in bytes (sum of Pss); undefined where it cannot be measured. */
  pssBytes(): number | undefined;
  /** The same of the brokers that run as processes of this stack, which `pssBytes` leaves out; undefined when there are none. */
  brokerPssBytes(): number | undefined;
  /** The same of the registry's own process, which `pssBytes` leaves out, too. */
  registryPssBytes(): number | undefined;
  /** Stops everything in order; the data stay. */
  stop(): Promise<void>;
};
