import type { UndigestedTopics } from '../digest.ts';
import type { EventLog, NewRecord, TopicPartition } from '../port.ts';

/** What a driver's test must supply: clients of one log, and what can happen to a log. */
export interface LogHarness {
  /** A client, as another process would be. The harness closes it in the end. */
  open(options?: { readonly undigestedTopics?: UndigestedTopics }): EventLog;
  /** Ends a client as SIGKILL would: it says nothing more to the log. */
  crash(log: EventLog): void;
  /** Cuts a client off from the log, or joins it again. */
  setReachable(log: EventLog, reachable: boolean): void;
  /** The client's next appends are stored, but their answers are lost. */
  loseAnswers(log: EventLog, count: number): void;
  /** Appends as another writer, who hesitates between taking offsets and commit, or gives up there. */
  hesitate(
    to: TopicPartition,
    records: readonly NewRecord[],
    outcome: 'commit' | 'abort',
  ): Promise<void>;
  /** Stores a record as it is, with no check and no digest but its own header. */
  storeRaw(to: TopicPartition, record: NewRecord): Promise<bigint>;
  /** The log loses its tail: offsets from `end` on are handed out again. */
  truncate(at: TopicPartition, end: bigint): Promise<void>;
  /** The log loses its oldest records, as retention would have it. */
  trim(at: TopicPartition, low: bigint): Promise<void>;
  /** Within this time a member that has gone silent loses its partitions. */
  readonly leaseMs: number;
  close(): Promise<void>;
}

/** Where the suite's parts find the harness: it is made before the first test runs. */
export type HarnessSource = () => LogHarness;
