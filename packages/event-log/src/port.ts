/**
 * The bus as the product sees it: topics of partitions, each an ordered, durable sequence of records.
 * Every driver keeps the promises written here, and the contract suite checks them; nothing that only one driver can do is exposed.
 */
export interface EventLog {
  /** Appends to exactly one partition, in the order given. Resolves once the records survive the death of any one process.
   *  A rejection with code `unknown-outcome` means that they may have been stored: append the same batch again. */
  append(to: TopicPartition, records: readonly NewRecord[]): Promise<readonly Appended[]>;
  /** Joins a group. At least once: a position advances only after the handler has resolved. */
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Reads a range in order without touching any group; ends at `to`, or at the end seen when the read began. */
  read(range: ReadRange): AsyncIterable<readonly StoredRecord[]>;
  /** Partition bounds: `low` is the oldest readable offset, `end` the position after the newest. */
  bounds(topic: string): Promise<readonly PartitionBounds[]>;
  /** The smallest offset whose timestamp is at or after `timestampMs`; undefined when there is none. */
  offsetAt(at: TopicPartition, timestampMs: number): Promise<bigint | undefined>;
  /** Positions a group has committed, for monitoring lag; the truth is the subscriber's own watermark. */
  committed(
    group: string,
    topic: string,
  ): Promise<readonly { readonly partition: number; readonly next: bigint }[]>;
  createTopics(topics: readonly TopicSpec[]): Promise<void>;
  /** Those that this user may use. */
  topics(): Promise<readonly FoundTopic[]>;
  /** Drains what is in flight, commits and leaves. */
  close(): Promise<void>;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}
/** Partition counts never change: growing them would move keys. `retentionMs` null keeps records for ever. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number | null;
}
/** A topic as the log has it. `retentionMs` undefined: this user may use the topic and not ask for its settings. */
export interface FoundTopic extends Omit<TopicSpec, 'retentionMs'> {
  readonly retentionMs: TopicSpec['retentionMs'] | undefined;
}
/** Header names are unique ASCII; the driver adds `digest`. Key and value are never null. */
export interface NewRecord {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers?: Readonly<Record<string, Buffer>>;
}
/** Offsets rise strictly within a partition but are not dense. */
export interface StoredRecord extends Required<NewRecord>, TopicPartition {
  readonly offset: bigint;
  readonly timestampMs: number;
}
export interface Appended {
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
}
export interface PartitionBounds {
  readonly partition: number;
  readonly low: bigint;
  readonly end: bigint;
}
export interface ReadRange extends TopicPartition {
  readonly from: bigint;
  readonly to?: bigint;
  readonly signal?: AbortSignal;
}

/** Where a subscriber stands: the next offset it wants, and the digest of the last record below it, by which a forked log is found. */
export interface Position {
  readonly next: bigint;
  readonly last?: { readonly offset: bigint; readonly digest: string };
}

export interface SubscribeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** The subscriber owns its position: asked at each assignment and after each rejection. Undefined: start at `from`. */
  positionOf(at: TopicPartition): Promise<Position | undefined>;
  readonly from: 'earliest' | 'latest' | 'fail';
  /** Records of one partition, in order. A rejection redelivers from `positionOf` after a back-off; a `stale-member` one at once.
   *  An error that is not retryable ends the subscription: `done` rejects with it. */
  handle(batch: readonly StoredRecord[], signal: AbortSignal): Promise<void>;
  /** A record that does not match its digest ends the subscription. With this, and where one may also come without a digest, it is delivered
   *  like any other: whoever may write there must not stop its readers. `handle` sets it aside (`matchesDigest`). */
  readonly deliverCorrupt?: boolean;
  /** Told of every rejection before it is retried. */
  onRetry?(error: unknown, at: TopicPartition, attempt: number): void;
  readonly maxBatchRecords?: number;
}

export interface Subscription {
  assigned(): readonly TopicPartition[];
  pause(at: TopicPartition): void;
  resume(at: TopicPartition): void;
  /** Settles when the subscription has ended: resolved after `close`, rejected when it cannot go on. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}
