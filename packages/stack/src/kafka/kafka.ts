import type { BrokerAccess } from '@told/event-log-kafka';
import type { CertificateFolder } from '../pki/keep-certificates.ts';

/** Where a broker comes from: one of somebody else's, one in a container, or processes of our own. */
export type KafkaSource = 'given' | 'container' | 'java';

/** Open: whoever connects may do everything. Secured: clients log in over TLS, and may do what rules allow. */
export type KafkaSecurity = 'open' | 'secured';

export type KafkaOptions = {
  /** Holds data, logs and the cluster's id. Created when missing, kept between runs; one start at a time uses it. */
  readonly dir: string;
  /** Brokers; 3 can lose one. Default 1. */
  readonly nodes?: 1 | 3;
  /** Default: open. Secured brokers come from source java only. */
  readonly security?: KafkaSecurity;
  /** Default: what `findKafkaSource` finds. */
  readonly source?: KafkaSource;
  /** One a node; default: those of the last start, or any that are free. Source java only. */
  readonly ports?: readonly number[];
  /** One a node: where clients are told to find it instead, as behind a proxy or a port forward. Source java only. */
  readonly advertisedPorts?: readonly number[];
  /** Broker properties besides those of infra/kafka/broker-settings.yaml. Not for a given broker. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For measurements: compiles all it can and has more memory, and so starts slower. Source java only. */
  readonly optimised?: boolean;
  readonly onProgress?: (what: string) => void;
};

export type KafkaNode = {
  readonly id: number;
  /** host:port */
  readonly broker: string;
  readonly logFile: string;
  readonly dataDir: string;
  /** Undefined while it does not run. */
  pid(): number | undefined;
  /** Resolves when the process has ended; after SIGSTOP, SIGCONT and the like at once. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** After it ended: starts it again, on its data and at its address, and resolves when groups can use it. */
  start(): Promise<void>;
};

export type Kafka = {
  readonly source: KafkaSource;
  readonly brokers: readonly string[];
  /** As whoever may do everything there. */
  readonly access: BrokerAccess;
  /** Undefined: they are open, or somebody else's. */
  readonly secured?: {
    /** host:port of the listeners that take a certificate for a login; its common name is the user. */
    readonly mtlsBrokers: readonly string[];
    readonly certificates: CertificateFolder;
  };
  /** Processes of our own; none unless the source is java. */
  readonly nodes: readonly KafkaNode[];
  /** Ends what was started; a given broker stays as it is. */
  stop(): Promise<void>;
};
