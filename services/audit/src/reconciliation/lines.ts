/** Where an entry stands. */
export interface Place {
  readonly ledger: number;
  readonly index: number;
}

/** Whom and when something counts for. */
interface Counting extends Place {
  /** Empty: nobody's. */
  readonly agency: string;
  /** In London, YYYY-MM-DD. */
  readonly day: string;
  /** Microseconds: when a head covered the entry. */
  readonly seenAt: number;
}

/** A change, and which runs of its decision are known. */
export interface ChangeLine extends Counting {
  readonly changeId: string;
  readonly isTold: boolean;
  /** Sorted, none twice. */
  readonly runs: readonly number[];
}

/** A release that a decision names, or that somebody has answered. Of these three alone: an answer to any other is to another release. */
export interface ReleaseKey {
  readonly releaseId: string;
  readonly agency: string;
  /** Its place in its case. */
  readonly sequence: number;
}

export interface ReleaseLine extends Counting, ReleaseKey {
  /** Null while nothing names it. */
  readonly kind: 'value' | 'taking-back' | null;
  readonly changeId: string | null;
  /** Numbers of its answers: sorted, none twice. */
  readonly answers: readonly number[];
}

/** What no later entry can put right. */
export interface Fault extends Counting {
  readonly kind: FaultKind;
  readonly changeId: string | null;
  readonly releaseId: string | null;
  /** Of a decision's run or an answer; of missing entries, how many they are. */
  readonly number: number | null;
}

export const FAULT_KINDS = [
  ...(['told-twice', 'decided-twice', 'release-named-twice', 'answered-twice'] as const),
  ...(['verdict-unfit', 'answer-unfit', 'agency-unknown'] as const),
  ...(['record-unreadable', 'records-lost', 'entry-missing'] as const),
] as const;
type FaultKind = (typeof FAULT_KINDS)[number];

export const DAY_COUNTS = [
  ...(['decided', 'released', 'trimmed', 'refused', 'held', 'own'] as const),
  ...(['answered', 'takenBack', 'takenBackAnswered'] as const),
] as const;
export type DayCounts = Record<(typeof DAY_COUNTS)[number], number>;

export const nameRelease = ({ releaseId, agency, sequence }: ReleaseKey): string =>
  `${releaseId} ${agency} ${sequence}`;
