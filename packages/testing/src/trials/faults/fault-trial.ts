import type { FaultProxy } from '../../faults/fault-proxy.ts';
import type { JudgeOptions, RunningArea } from '../start-area.ts';
import type { Load, TwinsOptions } from '../start-twins.ts';

/** A fault that is done to a running area under load, and what must come of it. */
export interface FaultTrial extends JudgeOptions {
  readonly name: string;
  /** What holds when it is passed, in one sentence. */
  readonly shows: string;
  /** The tried area; trials of one kind follow each other in one. */
  readonly area: AreaKind;
  /** Into how many parts the load is split, and of how many changes it is; what most trials take unless said otherwise. */
  readonly parts?: number;
  readonly changes?: number;
  /** Why it cannot be tried here. */
  readonly obstacle?: (here: TrialPlace) => string | undefined;
  /**
   * Does it, beside the load that it tells itself as far as it likes; what is left of that is told behind it. Puts everything right again, also when it fails.
   * Resolves with what was done and seen, in a few words.
   */
  run(tried: RunningArea, load: Load, opened: OpenedKind): Promise<string>;
}

/**
 * single: a process a service. paired: two of each. small-disk: PostgreSQL on a disk of a size of its own. brokers: three of Kafka, secured, each behind a
 * line that can be cut. small-broker-disk: the same, and the second broker on a disk of a size of its own.
 */
export type AreaKind = 'single' | 'paired' | 'small-disk' | 'brokers' | 'small-broker-disk';

export interface TrialPlace {
  /** What is mounted is seen by nobody else, and gone with this process. */
  readonly hasOwnMounts: boolean;
}

/** An area's options, and what is to be taken away when it has stopped. */
export interface OpenedKind {
  readonly stack: NonNullable<TwinsOptions['stack']>;
  /** Between clients and each broker, where there are such. */
  readonly lines?: readonly FaultProxy[];
  dispose(): Promise<void>;
}
