import type { IdentityDigests, InterestState, IsoDate, Matched } from '@told/codec';

/** An agency's case on a subject, as a decision uses it. */
export interface SubjectInterest {
  readonly interestId: string;
  readonly version: number;
  readonly agency: string;
  readonly capacity: string;
  readonly caseReference: string;
  readonly subjectKey: string;
  readonly state: InterestState;
  readonly matched: Matched;
  readonly identityDigests: IdentityDigests;
  readonly from: IsoDate;
  readonly until: IsoDate | null;
  /** Names of the digest sets that a person confirmed to be this case's person, though they differ. */
  readonly confirmed: readonly string[];
  /** Names of the digest sets that a person found to be somebody else's, told under this subject by mistake. */
  readonly rejected: readonly string[];
}

/** Whom a decision is about. */
export interface Candidate extends SubjectInterest {
  /** True when it was given another change of the same chain. */
  readonly wasGiven: boolean;
  /** True when another change of the same chain waits for it. */
  readonly isChainWaiting: boolean;
  /** False when its interest is not the subject's any more. */
  readonly isCurrent: boolean;
}
