import type { AgreementSet, IsoDate } from './agreement.ts';
import type { ConsentToDecide } from './consents.ts';
import type { Reason, WithheldReason } from './reasons.ts';
import type { FieldBasis } from './rights.ts';

/** Keyed digests compare only under the same version of their secret. */
export interface Versioned {
  readonly secretVersion: number;
}

export interface ChangeToDecide<D extends Versioned> {
  readonly source: { readonly agency: string; readonly caseReference: string | null };
  readonly fact: string;
  /** `created`, `corrected`, `annulled` or `ended`. */
  readonly changeType: string;
  readonly occurredOn: IsoDate;
  /** The key of its body is destroyed: nothing of it can be told to anybody, and `presentFields` are none. */
  readonly isErased?: boolean;
  /** Dotted names of what was told; `fieldsOf` gives them. */
  readonly presentFields: readonly string[];
  /** Dotted names of what is told beside the fact's own fields: given field by field like them, but no reason to refuse the fact. */
  readonly besideFields: readonly string[];
  readonly identityDigests: D;
  /** The same under the secret before, while secrets are rotated. */
  readonly identityDigestsBefore: D | null;
  /** True when this change tells an address that is protected. */
  readonly protectedAddress: boolean;
}

export interface InterestToDecide<D extends Versioned> {
  readonly interestId: string;
  readonly agency: string;
  readonly capacity: string;
  readonly caseReference: string;
  readonly state: 'pending' | 'provisional' | 'final' | 'refused';
  readonly matched: 'nino' | 'particulars' | 'officer' | 'none';
  readonly identityDigests: D;
  readonly from: IsoDate;
  readonly until: IsoDate | null;
  /** True when it has a value of the chain of this correction or annulment. */
  readonly wasGiven: boolean;
  /** True when another change of the chain of this correction or annulment waits for it: at a case that is held, since before this one. */
  readonly isChainWaiting: boolean;
  /** False for a past recipient whose interest is no interest in this subject any more: it is never given a value. */
  readonly isCurrent: boolean;
}

export type AgencyStanding = 'live' | 'onboarding' | 'suspended' | 'unknown';

export interface Deciding<D extends Versioned> {
  readonly change: ChangeToDecide<D>;
  /** The interests in the subject, and past recipients of the change's ancestors. */
  readonly interests: readonly InterestToDecide<D>[];
  readonly agreements: AgreementSet;
  /** The subject's, each in its newest version. */
  readonly consents: readonly ConsentToDecide[];
  /** Business date of the decision. */
  readonly businessDate: IsoDate;
  /** changeSequence since which the subject's address is protected. */
  readonly protectedSince: number | null;
  standingOfAgency(agency: string): AgencyStanding;
  /** True when two digests under the same secret may stand for different people. */
  conflicts(change: D, interest: D): boolean;
  /** True when a person confirmed this very difference between the change's and the interest's digests. */
  isConfirmed(interestId: string): boolean;
  /** True when an earlier change waits at this case. */
  isHeld(agency: string, caseReference: string): boolean;
}

export interface RecipientDecision {
  readonly agency: string | null;
  readonly capacity: string | null;
  readonly caseReference: string | null;
  readonly interestId: string | null;
  readonly verdict: 'release' | 'trimmed' | 'hold' | 'refused' | 'own';
  readonly reason: Reason | null;
  readonly matched: 'nino' | 'particulars' | 'officer' | 'none';
  /** What is given; empty unless the verdict is release or trimmed. A field that rests on several consents is there once for each. */
  readonly fields: readonly FieldBasis[];
  readonly withheld: readonly { readonly field: string; readonly reason: WithheldReason }[];
  /** Agreements the release rests on; named apart, since an annulment may carry no field. */
  readonly basis: readonly {
    readonly agreement: string;
    readonly version: number;
    readonly hash: string;
  }[];
  /** True for a refused recipient that must be told, without any value, not to rely on what it was given. */
  readonly takesBack: boolean;
  /** Every consent that was looked at, whatever came of it. */
  readonly consents: readonly { readonly consentId: string; readonly version: number }[];
  /** Of `fields`, those that nothing but consents allow: what the withdrawal of the last of them takes back. */
  readonly restsOnConsent: readonly {
    readonly consentId: string;
    readonly fields: readonly string[];
  }[];
}
