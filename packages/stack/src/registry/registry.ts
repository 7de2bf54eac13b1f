/** Of our own, in this process, or Apicurio Registry. The ids in a folder's records are this one's. */
export type RegistryKind = 'embedded' | 'apicurio';

/** Where Apicurio comes from: a container, or a Java of this machine. Its schemas are in PostgreSQL either way. */
export type ApicurioSource = 'container' | 'java';

/** A database of Apicurio's own, and the login that owns it. */
export type RegistryDatabase = {
  /** A URL with the login's name and password. */
  readonly url: string;
};

/** A process of Apicurio's own, for tests that end it. */
export type RegistryProcess = {
  readonly logFile: string;
  /** Undefined while it does not run. */
  pid(): number | undefined;
  /** Resolves when the process has ended; after SIGSTOP and SIGCONT at once. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** After it ended: starts it again at its address, and resolves when it answers. */
  start(): Promise<void>;
};

export type Registry = {
  readonly kind: RegistryKind;
  /** Of Confluent's HTTP interface; clients append `/subjects` and the like. */
  readonly url: string;
  /** Undefined when it runs in this process or in a container. */
  readonly process: RegistryProcess | undefined;
  close(): Promise<void>;
};
