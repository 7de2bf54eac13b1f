/** Names one data key: its person, and a number drawn with it. */
export interface KeyName {
  readonly subjectKey: string;
  /** 1 to 2^32 - 1. */
  readonly keyNumber: number;
}

export interface DataKey extends KeyName {
  /** 32 bytes. */
  readonly bytes: Buffer;
}

/** Nothing of a key can be told from it. */
export interface DescribedKeys {
  readonly storeId: string;
  /** Names the master key that keys are wrapped with now. */
  readonly masterKey: string;
  /** Names those of the master keys' file, in its order. */
  readonly given: readonly string[];
}

/** What was wrapped anew. */
export interface RewrappedKeys {
  /** Names the master key that keys are wrapped with now; nothing can be told from it. */
  readonly masterKey: string;
  /** How many were wrapped with an earlier one until now. */
  readonly rewrapped: number;
  /** How many of those looked at stand. */
  readonly standing: number;
  /** How many none of the master keys opens. */
  readonly damaged: number;
  /** Where to go on; null at the end. */
  readonly next: number | null;
}

/** Opens what was sealed. Every function rejects with a retryable `keys-unavailable` while it cannot answer: wait, never guess. */
export interface KeyReader {
  /** Each key, in the order asked; `destroyed` for one that never comes back. One that nobody has made is `keys-unavailable`. */
  open(names: readonly KeyName[]): Promise<readonly (Buffer | 'destroyed')[]>;
  /** Another one after each destruction: with the same before and after, what was opened in between was not destroyed meanwhile. */
  epoch(): Promise<string>;
  close(): void;
}

/** Keeps one data key a person, outside of every database and its backups. */
export interface KeyService extends KeyReader {
  /** Names the store for ever. Makes it, if it may. */
  storeId(make: boolean): Promise<string>;
  /** Which master keys there are. */
  describe(): Promise<DescribedKeys>;
  /** The key that each person's bodies are sealed with from now on, made where there is none and durable when this resolves. */
  keysFor(subjectKeys: readonly string[]): Promise<ReadonlyMap<string, DataKey>>;
  /** Names of the keys of these persons that are not destroyed. */
  standing(subjectKeys: readonly string[]): Promise<readonly KeyName[]>;
  /**
   * Wraps some keys anew with the first master key of its file, those at this place and behind it; may be repeated, and cut anywhere. Nobody may
   * destroy meanwhile.
   */
  rewrap(from: number, slotsMax: number): Promise<RewrappedKeys>;
  /** Durable when this resolves: nobody opens anything with them again. May be repeated; answers how many stood until now. */
  destroy(names: readonly KeyName[]): Promise<number>;
}
