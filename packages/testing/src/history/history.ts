/** What logs and databases say happened, gathered after the fact; never a counter of a writer. Records in the order of their partitions. */
export interface History {
  /** Changes that intake answered 202 to, as the callers heard it. */
  readonly acknowledged: ReadonlySet<string>;
  /** Changes in intake's database. */
  readonly stored: ReadonlySet<string>;
  readonly changes: readonly LoggedChange[];
  readonly decisions: readonly LoggedDecision[];
  readonly releases: readonly LoggedRelease[];
  readonly outcomes: readonly LoggedOutcome[];
  readonly offices: readonly OfficeHistory[];
  readonly allowed: Allowed;
}

/** A history too large to hold: read, some records at a time, each time it is gone through. */
export interface HistoryStream {
  readonly acknowledged: Iterable<string>;
  readonly stored: Batches<string>;
  readonly changes: Batches<LoggedChange>;
  readonly decisions: Batches<LoggedDecision>;
  readonly releases: Batches<LoggedRelease>;
  readonly outcomes: Batches<LoggedOutcome>;
  readonly offices: readonly {
    readonly agency: string;
    readonly received: Batches<ReceivedRelease>;
    readonly effects: Batches<OfficeEffect>;
    readonly parked: Batches<string>;
  }[];
  readonly allowed: Allowed;
}

export type Batches<T> = AsyncIterable<readonly T[]> | Iterable<readonly T[]>;

/** The fields that a version of an agreement gives, dotted; undefined for one that does not exist. */
export type Allowed = (agreement: string, version: number) => ReadonlySet<string> | undefined;

export interface LoggedChange {
  readonly changeId: string;
  readonly subjectKey: string;
  readonly changeSequence: number;
  readonly acceptedAtMicros: number;
}

export interface LoggedDecision {
  readonly decisionId: string;
  readonly changeId: string;
  readonly run: number;
  readonly decidedAtMicros: number;
  readonly recipients: readonly {
    readonly verdict: string;
    readonly agency: string | null;
    readonly caseReference: string | null;
    readonly releaseId: string | null;
    readonly fields: readonly string[];
  }[];
}

export interface LoggedRelease {
  readonly releaseId: string;
  readonly agency: string;
  readonly caseReference: string;
  readonly releaseSequence: number;
  readonly changeId: string;
  readonly kind: string;
  /** The first release of the change to this case, when this one repeats it. */
  readonly redeliveryOf?: string | null;
  /** Dotted names of the fields that carry a value. */
  readonly fields: readonly string[];
  readonly basis: readonly { readonly agreement: string; readonly version: number }[];
}

export interface LoggedOutcome {
  readonly agency: string;
  readonly releaseId: string;
  readonly outcomeNo: number;
  readonly kind: string;
  readonly decidedAtMicros: number;
}

/** An office's own tables. */
export interface OfficeHistory {
  readonly agency: string;
  /** In the order in which they took effect. */
  readonly received: readonly ReceivedRelease[];
  /** What changed a case or was weighed for it: one entry for each (case, change). */
  readonly effects: readonly OfficeEffect[];
  /** Releases that wait with a parked key: not lost, and an operator's to see. */
  readonly parked: ReadonlySet<string>;
}

export interface ReceivedRelease {
  readonly releaseId: string;
  readonly caseReference: string;
  readonly releaseSequence: number;
  /** The change of which it takes something back; null, or left out: of none. */
  readonly takenBack?: string | null;
}

export interface OfficeEffect {
  readonly caseReference: string;
  readonly changeId: string;
  readonly awardChanged: boolean;
}
