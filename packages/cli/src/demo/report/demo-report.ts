import type { AwardsMoved, HistorySummary } from '@told/testing';
import type { MemorySample } from '../watch-memory.ts';

/** All that the page of a demo run says: counts, sums and settings; of no person and no case. */
export interface DemoReport {
  /** Instant at which the run began. */
  readonly startedAt: string;
  readonly settings: readonly Line[];
  readonly machine: readonly Line[];
  readonly summary: HistorySummary;
  /** Undefined: the story alone. */
  readonly load: LoadFigures | undefined;
  readonly awards: readonly AwardsMoved[];
  readonly memory: readonly MemorySample[];
}

/** What a thing is called, and what it is. */
export type Line = readonly [name: string, value: string];

export interface LoadFigures {
  readonly sent: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly changesPerSecond: number;
}
