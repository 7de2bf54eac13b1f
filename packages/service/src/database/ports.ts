/** A named statement: prepared once a connection, its values always parameters. A name belongs to one text. */
export type Statement = {
  readonly name: string;
  readonly text: string;
  /** Changes no row: in a transaction it may travel with BEGIN. */
  readonly reads?: true;
};

/** `bigint` columns arrive as numbers (checked to be safe), dates as YYYY-MM-DD; select an offset `::text` and make it a bigint. */
export type Result<R> = { readonly rows: readonly R[]; readonly rowCount: number };

/** What a transaction tells the rest of its process, once it is committed. */
export type Signal =
  | { readonly kind: 'published'; readonly count: number }
  | {
      readonly kind: 'parked';
      readonly stream: string;
      /** First 16 hex digits of the key's SHA-256: enough to find it, nothing to read. */
      readonly keyDigest: string;
      readonly reason: string;
      readonly count: number;
    }
  | {
      readonly kind: 'dead-letter';
      readonly topic: string;
      readonly partition: number;
      readonly offset: bigint;
      readonly cause: string;
    }
  /** It was not known before: what is said of it on the bus, once. */
  | {
      readonly kind: 'dead-letter-kept';
      readonly topic: string;
      readonly partition: number;
      readonly offset: bigint;
      readonly digest: string;
      readonly cause: string;
    };

export type Transaction = {
  /**
   * Statements that do not need each other's answers may be asked for together, with `together`: they travel at once and run in this
   * order, and after one that fails none has an effect. One whose answer nobody waits for travels with COMMIT, and its failure is the
   * transaction's. Throws DatabaseError: `dependency-unavailable`, `conflict` or `statement-failed`.
   */
  query<R extends object = Record<string, unknown>>(
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<Result<R>>;
  /** Runs a part that can fail alone: its effects are undone when it rejects, and the rejection is passed on. */
  savepoint<T>(run: () => Promise<T>): Promise<T>;
  /** Tells listeners after COMMIT; forgotten with a rollback. */
  signal(signal: Signal): void;
};

/** A connection of its own for what belongs to a session: an advisory lock, LISTEN. A process that is stopped loses it after a while. */
export type Session = {
  query<R extends object = Record<string, unknown>>(
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<Result<R>>;
  /** True from the moment the connection is gone, and with it every lock it held. */
  isLost(): boolean;
  onNotification(listener: () => void): void;
  close(): Promise<void>;
};

export type Database = {
  readonly name: string;
  /** One statement in a transaction of its own; for reading. */
  query<R extends object = Record<string, unknown>>(
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<Result<R>>;
  /**
   * One BEGIN … COMMIT. `run` may be called again from the start after a lost race (five times at most), so its only
   * effects are statements and signals. Rejects with `unknown-outcome` when the answer to COMMIT was lost.
   */
  transaction<T>(
    run: (tx: Transaction) => Promise<T>,
    options?: { readonly onSignal?: (signal: Signal) => void },
  ): Promise<T>;
  openSession(): Promise<Session>;
  /** Listens to every committed transaction of this process. Returns the way to stop. */
  onSignal(listener: (signal: Signal) => void): () => void;
  /** Waits for what is under way and closes every connection. */
  close(): Promise<void>;
};

/** What this half needs of a logger; pino's fits. Fields hold ids, counts and codes only. */
export type DatabaseLogger = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
