import type { HistorySummary } from '@told/testing';

/** What one of the two runs says of itself. */
export interface ComparedRun {
  readonly told: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Records that were appended to the log a second time. */
  readonly doubledInLog: number;
  readonly broken: Pick<HistorySummary, 'lost' | 'doubled' | 'outOfOrder' | 'withoutBasis'>;
}
