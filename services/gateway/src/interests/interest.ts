import type { IdentityDigests, Interest, InterestState, IsoDate, Matched } from '@told/codec';
import { interestIdOf } from '../ids.ts';

/** What an agency asks for, its person resolved: whose case, on whom, for which period. */
export interface Registration {
  readonly agency: string;
  readonly capacity: string;
  readonly caseReference: string;
  readonly subjectKey: string;
  readonly state: InterestState;
  readonly matched: Matched;
  readonly identityDigests: IdentityDigests;
  readonly from: IsoDate;
  readonly until: IsoDate | null;
}

/** An interest as it stands. */
export type StoredInterest = Omit<Interest, 'action' | 'matched'> & { readonly matched: Matched };

export type Registered =
  | { readonly kind: 'registered' | 'changed'; readonly interest: StoredInterest }
  | { readonly kind: 'unchanged'; readonly interest: StoredInterest }
  /** The case is registered for somebody else: linking it anew would send one person's changes to another's case. */
  | { readonly kind: 'other-person' };

/** An interest as its own agency sees it: no digest, and no key of the person. */
export type ShownInterest = Pick<
  StoredInterest,
  'interestId' | 'version' | 'capacity' | 'caseReference' | 'state' | 'from' | 'until'
>;

export function showInterest(interest: StoredInterest): ShownInterest {
  const { interestId, version, capacity, caseReference, state, from, until } = interest;
  return { interestId, version, capacity, caseReference, state, from, until };
}

/**
 * What registering does to what stands: a new interest, the next version of a known one, or nothing. Idempotent by (agency, capacity,
 * case reference). Pure.
 */
export function registerInterest(
  wanted: Registration,
  known: StoredInterest | undefined,
  nowMicros: number,
): Registered {
  if (known === undefined) {
    const { agency, capacity, caseReference } = wanted;
    const interestId = interestIdOf(agency, capacity, caseReference);
    return {
      kind: 'registered',
      interest: { ...wanted, interestId, version: 1, changedAt: nowMicros },
    };
  }
  if (known.subjectKey !== wanted.subjectKey) return { kind: 'other-person' };
  if (isSame(wanted, known)) return { kind: 'unchanged', interest: known };
  const { interestId, version } = known;
  return {
    kind: 'changed',
    interest: { ...wanted, interestId, version: version + 1, changedAt: nowMicros },
  };
}

function isSame(wanted: Registration, known: StoredInterest): boolean {
  const a = wanted.identityDigests;
  const b = known.identityDigests;
  return (
    wanted.state === known.state &&
    wanted.from === known.from &&
    wanted.until === known.until &&
    a.secretVersion === b.secretVersion &&
    a.birthDate === b.birthDate &&
    a.surnamePrefix === b.surnamePrefix &&
    a.initial === b.initial &&
    a.postcode === b.postcode
  );
}
