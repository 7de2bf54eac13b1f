import type { LogError } from '../errors.ts';
import type {
  Appended,
  FoundTopic,
  PartitionBounds,
  StoredRecord,
  TopicPartition,
  TopicSpec,
} from '../port.ts';
import type { AdmittedRecord } from '../record-check.ts';

/** What a driver must supply: storage and membership. The engine makes an EventLog of it, the same for every driver. */
export interface LogStore {
  createTopics(topics: readonly TopicSpec[]): Promise<void>;
  topics(): Promise<readonly FoundTopic[]>;
  /** Stores appends to several partitions, each partition's in their order. A partition that cannot take its own answers an
   *  error; the others are stored, all or none. One call at a time for a partition, and each partition once in a call. */
  append(parts: readonly AppendPart[]): Promise<readonly (AppendedPart | LogError)[]>;
  /** Answers each request for itself: records and bounds as they were at one moment, or an error. May give more than `records`. */
  fetch(requests: readonly FetchRequest[]): Promise<readonly (Fetched | LogError)[]>;
  bounds(topic: string): Promise<readonly PartitionBounds[]>;
  offsetAt(at: TopicPartition, timestampMs: number): Promise<bigint | undefined>;
  committed(group: string, topic: string): Promise<readonly Committed[]>;
  /** A member's heartbeat: keeps it alive for `leaseMs`, takes what is free for it, and answers what it holds. */
  joinGroup(member: Member): Promise<readonly Lease[]>;
  /** Answers the marks that were accepted: those whose generation is the current one. */
  commit(member: Member, marks: readonly Mark[]): Promise<readonly TopicPartition[]>;
  releaseLease(member: Member, at: TopicPartition): Promise<void>;
  leaveGroup(member: Member): Promise<void>;
  /** Rings for news until the answered function is called. A ring too many does no harm. */
  watch(member: Member, bells: Bells): () => void;
  applyRetention(): Promise<void>;
  close(): Promise<void>;
}

export type Append = readonly AdmittedRecord[];
export interface AppendPart {
  readonly to: TopicPartition;
  readonly appends: readonly Append[];
}
/** For each append its records' places. */
export type AppendedPart = readonly (readonly Appended[])[];
/** Records from `from` upwards, so many and so large, or at least one row of them. */
export interface FetchRequest {
  readonly at: TopicPartition;
  readonly from: bigint;
  readonly records: number;
  readonly bytes: number;
  /** The asker stays: once it has seen everything, its bell is to ring for more. A driver may keep what comes for it. */
  readonly stays?: boolean;
}
export interface Fetched extends Omit<PartitionBounds, 'partition'> {
  readonly records: readonly StoredRecord[];
}
export interface Committed {
  readonly partition: number;
  readonly next: bigint;
}
export interface Member {
  readonly group: string;
  readonly id: string;
  readonly topics: readonly string[];
  readonly leaseMs: number;
}
/** `wanted` false: the partition has been dealt to another member; finish with it and release it. */
export interface Lease extends TopicPartition {
  readonly generation: bigint;
  readonly wanted: boolean;
}
export interface Mark extends TopicPartition {
  readonly generation: bigint;
  readonly next: bigint;
}
export interface Bells {
  /** There may be records; undefined: perhaps in any partition. */
  records(at?: TopicPartition): void;
  members(): void;
}

/** Topic names hold no slash. */
export const keyOf = (at: TopicPartition): string => `${at.topic}/${at.partition}`;
