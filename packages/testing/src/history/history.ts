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
  /** The fields that a version of an agreement gives, dotted; undefined for one that does not exist. */
  allowed(agreement: string, version: number): ReadonlySet<string> | undefined;
}

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
  readonly received: readonly {
    readonly releaseId: string;
    readonly caseReference: string;
    readonly releaseSequence: number;
  }[];
  /** What changed a case or was weighed for it: one entry for each (case, change). */
  readonly effects: readonly {
    readonly caseReference: string;
    readonly changeId: string;
    readonly awardChanged: boolean;
  }[];
  /** Releases that wait with a parked key: not lost, and an operator's to see. */
  readonly parked: ReadonlySet<string>;
}
