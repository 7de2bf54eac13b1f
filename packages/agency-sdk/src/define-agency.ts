import type { Fact, IsoDate, Release, Submission } from '@told/codec';
import type { DatabaseLogger, Transaction } from '@told/service';
import { AgencyError } from './errors.ts';
import type { Result } from './results.ts';

/**
 * One permitted part of one change, under this agency's own case reference. Fields it may not see are null. Of `kind` other than `value`:
 * what is taken back of an earlier change, `previousChangeId`; corrected to the fields that are left, or annulled.
 */
export type ReleasedChange = Release;

/** What a handler works with. Its only effects are statements on `tx` and `submit`: both are undone together, and may run again. */
export interface BatchContext {
  readonly tx: Transaction;
  readonly log: DatabaseLogger;
  /** The office's today. */
  readonly businessDate: IsoDate;
  /** When the batch is taken; the same for all of it. */
  readonly nowMs: number;
  /** Tells the agency's own changes, in the same transaction. */
  submit(submissions: readonly Submission[]): Promise<void>;
  /** Answers earlier releases once more, in the same transaction. */
  answerAgain(answers: readonly ReleaseAnswer[]): void;
}

/** A further answer to a release. */
export interface ReleaseAnswer {
  readonly releaseId: string;
  readonly result: Result;
}

export interface ChangeContext extends BatchContext {
  readonly caseReference: string;
}

export interface AgencyDefinition {
  readonly agency: string;
  readonly capacities: readonly string[];
  /** What the releases are used for, as the agreements name it. */
  readonly purpose: string;
  /** One handler a fact, called change by change: for adapters whose rate is that of people. */
  readonly on?: Partial<
    Record<Fact, (change: ReleasedChange, context: ChangeContext) => Promise<Result>>
  >;
  /**
   * All changes of a batch at once, in order for each case: for set-based work. Answers change by change. A batch of other cases may be under
   * way beside it: lock cases, and what they share, in order.
   */
  readonly onBatch?: (
    changes: readonly ReleasedChange[],
    context: BatchContext,
  ) => Promise<readonly Result[]>;
}

const AGENCY_ID = /^[a-z][a-z0-9-]{1,39}$/;

/**
 * Says what an agency does with the changes released to it. A handler returns a result or throws: an error that is retryable pauses the
 * partition, any other parks the case's key and other cases flow. Throws AgencyError `illegal-definition`.
 */
export function defineAgency(definition: AgencyDefinition): AgencyDefinition {
  const { agency, on, onBatch } = definition;
  if (!AGENCY_ID.test(agency) || (on === undefined) === (onBatch === undefined)) {
    throw new AgencyError('illegal-definition', { agency: agency.slice(0, 40) });
  }
  return definition;
}
