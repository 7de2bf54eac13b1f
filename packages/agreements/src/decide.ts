import type { AgreementSet, IsoDate } from './agreement.ts';
import { type FieldBasis, type Right, rightsFor } from './rights.ts';

/** Raised whenever the same inputs may be answered differently, so that a repeated decision can tell why it differs. */
export const ENGINE_VERSION = '2';

export const REASONS = {
  'no-interest': 'Nobody registered an interest in this person.',
  'own-case': 'The change came from this very case.',
  'agency-not-live': 'The recipient is not a live agency of the bus.',
  'outside-period': 'The change occurred outside the period of the interest.',
  'no-basis': 'No agreement in force allows this fact to go from the source to this recipient.',
  'no-consent': 'The only basis is consent, and none is on record.',
  'no-field': 'None of the fields told may be given.',
  'match-unconfirmed': 'What the two offices know of the person disagrees: a person must look.',
  'behind-hold': 'An earlier change for this case is held; this one waits in order.',
} as const;
export type Reason = keyof typeof REASONS;

export const WITHHELD_REASONS = {
  'no-basis': 'No agreement allows this disclosure.',
  'not-in-agreement': 'The agreement does not name this field.',
  'no-consent': 'Only a consent that is not on record would allow this field.',
  protected: 'The address is protected.',
} as const;
export type WithheldReason = keyof typeof WITHHELD_REASONS;

export interface ChangeToDecide<D> {
  readonly source: { readonly agency: string; readonly caseReference: string | null };
  readonly fact: string;
  readonly occurredOn: IsoDate;
  /** Dotted names of what was told; `fieldsOf` gives them. */
  readonly presentFields: readonly string[];
  /** Dotted names of what is told beside the fact's own fields: given field by field like them, but no reason to refuse the fact. */
  readonly besideFields: readonly string[];
  readonly identityDigests: D;
  /** True when the change tells an address that may not be given to third parties. */
  readonly protectedAddress: boolean;
}

export interface InterestToDecide<D> {
  readonly interestId: string;
  readonly agency: string;
  readonly capacity: string;
  readonly caseReference: string;
  readonly state: 'pending' | 'provisional' | 'final' | 'refused';
  readonly identityDigests: D;
  readonly from: IsoDate;
  readonly until: IsoDate | null;
}

export interface RecipientDecision {
  readonly agency: string | null;
  readonly capacity: string | null;
  readonly caseReference: string | null;
  readonly interestId: string | null;
  readonly verdict: 'release' | 'trimmed' | 'hold' | 'refused' | 'own';
  readonly reason: Reason | null;
  readonly matched: 'nino' | 'none';
  /** What is given; empty unless the verdict is release or trimmed. */
  readonly fields: readonly FieldBasis[];
  readonly withheld: readonly { readonly field: string; readonly reason: WithheldReason }[];
  /** Agreements the release rests on; named apart, since an annulment may carry no field. */
  readonly basis: readonly {
    readonly agreement: string;
    readonly version: number;
    readonly hash: string;
  }[];
}

export interface Deciding<D> {
  readonly change: ChangeToDecide<D>;
  readonly interests: readonly InterestToDecide<D>[];
  readonly agreements: AgreementSet;
  /** Business date of the decision. */
  readonly businessDate: IsoDate;
  /** True when the two sides' digests may stand for different people. */
  conflicts(change: D, interest: D): boolean;
  isLive(agency: string): boolean;
  /** True when an earlier change waits at this case. */
  isHeld(agency: string, caseReference: string): boolean;
}

/**
 * The gateway's answer for one change and every recipient: one entry an interest, in the order given, or one refusal without a recipient.
 * Default deny: a field is given only if an agreement in force on the business date names it. Pure.
 */
export function decide<D>(deciding: Deciding<D>): readonly RecipientDecision[] {
  if (deciding.interests.length === 0) {
    return [
      {
        agency: null,
        capacity: null,
        caseReference: null,
        interestId: null,
        verdict: 'refused',
        reason: 'no-interest',
        matched: 'none',
        fields: [],
        withheld: [],
        basis: [],
      },
    ];
  }
  // A hold also holds what this very change would give to the same case in another capacity.
  const held = new Set<string>();
  const caseOf = (agency: string, caseReference: string) => `${agency}/${caseReference}`;
  const withHolds: Deciding<D> = {
    ...deciding,
    isHeld: (agency, caseReference) =>
      held.has(caseOf(agency, caseReference)) || deciding.isHeld(agency, caseReference),
  };
  return deciding.interests.map((interest) => {
    const decision = decideFor(withHolds, interest);
    if (decision.verdict === 'hold') held.add(caseOf(interest.agency, interest.caseReference));
    return decision;
  });
}

function decideFor<D>(deciding: Deciding<D>, interest: InterestToDecide<D>): RecipientDecision {
  const { change } = deciding;
  const { agency, caseReference } = interest;
  const isOwn = agency === change.source.agency && caseReference === change.source.caseReference;
  if (isOwn) return answer(interest, 'own', 'own-case');
  if (!deciding.isLive(agency)) return answer(interest, 'refused', 'agency-not-live');

  const inForce = rightsFor(deciding.agreements, deciding.businessDate, {
    source: change.source.agency,
    recipient: agency,
    capacity: interest.capacity,
    fact: change.fact,
  });
  if (inForce.length === 0) {
    return answer(interest, 'refused', 'no-basis', withholdAll(change, 'no-basis'));
  }
  const timely = inForce.filter((right) => reaches(interest, right, change.occurredOn));
  if (timely.length === 0) return answer(interest, 'refused', 'outside-period');
  // Consents are not kept yet, so none is ever on record: what rests on consent is denied.
  const usable = timely.filter((right) => right.agreement.basis.type !== 'consent');
  if (usable.length === 0) {
    return answer(interest, 'refused', 'no-consent', withholdAll(change, 'no-consent'));
  }
  const { fields, withheld } = shareOut(change, usable, timely);
  // Judged on the fact's own fields: an annulment has none, and must reach whoever was given what it annuls.
  if (fields.length === 0 && change.presentFields.length > 0) {
    return answer(interest, 'refused', 'no-field', withheld);
  }
  const isUnconfirmed =
    interest.state !== 'final' ||
    deciding.conflicts(change.identityDigests, interest.identityDigests);
  if (isUnconfirmed) return answer(interest, 'hold', 'match-unconfirmed', withheld);
  if (deciding.isHeld(agency, caseReference)) {
    return answer(interest, 'hold', 'behind-hold', withheld);
  }
  const given = answer(interest, withheld.length > 0 ? 'trimmed' : 'release', null, withheld);
  return { ...given, fields, basis: nameBasis(fields, usable) };
}

const toldFields = <D>({ presentFields, besideFields }: ChangeToDecide<D>): readonly string[] => [
  ...presentFields,
  ...besideFields,
];

/** Splits what was told into what some agreement names, remembering which, and the rest, remembering why. */
function shareOut<D>(
  change: ChangeToDecide<D>,
  usable: readonly Right[],
  timely: readonly Right[],
): { fields: FieldBasis[]; withheld: RecipientDecision['withheld'] } {
  const fields: FieldBasis[] = [];
  const withheld: { field: string; reason: WithheldReason }[] = [];
  for (const field of toldFields(change)) {
    const basis = usable.find((right) => right.fields.has(field))?.fields.get(field);
    if (change.protectedAddress && field.startsWith('address.')) {
      withheld.push({ field, reason: 'protected' });
    } else if (basis !== undefined) {
      fields.push(basis);
    } else {
      const restsOnConsent = timely.some((right) => right.fields.has(field));
      withheld.push({ field, reason: restsOnConsent ? 'no-consent' : 'not-in-agreement' });
    }
  }
  return { fields, withheld };
}

/** The period is compared with the day it occurred, not with today: a late notice about a closed case still creates an overpayment. */
function reaches<D>(interest: InterestToDecide<D>, right: Right, occurredOn: IsoDate): boolean {
  if (interest.until !== null && occurredOn > interest.until) return false;
  if (occurredOn >= interest.from) return true;
  return occurredOn >= addDays(interest.from, -right.agreement.lookBackDays);
}

const DAY_MS = 86_400_000;

function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function nameBasis(
  fields: readonly FieldBasis[],
  usable: readonly Right[],
): RecipientDecision['basis'] {
  const used = new Set(fields.map((one) => one.hash));
  return usable
    .filter(({ agreement }) => used.size === 0 || used.has(agreement.hash))
    .map(({ agreement: { id, version, hash } }) => ({ agreement: id, version, hash }));
}

function withholdAll<D>(
  change: ChangeToDecide<D>,
  reason: WithheldReason,
): RecipientDecision['withheld'] {
  return toldFields(change).map((field) => ({ field, reason }));
}

function answer<D>(
  interest: InterestToDecide<D>,
  verdict: RecipientDecision['verdict'],
  reason: Reason | null,
  withheld: RecipientDecision['withheld'] = [],
): RecipientDecision {
  return {
    agency: interest.agency,
    capacity: interest.capacity,
    caseReference: interest.caseReference,
    interestId: interest.interestId,
    verdict,
    reason,
    matched: 'nino',
    fields: [],
    withheld,
    basis: [],
  };
}
