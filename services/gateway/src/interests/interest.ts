import type { IdentityDigests, Interest, IsoDate, Matched } from '@told/codec';
import { compareDigests } from '@told/identity';
import { interestIdOf } from '../ids.ts';

/** What an agency asks for, its person resolved: whose case, on whom, for which period. */
export interface Registration {
  readonly agency: string;
  readonly capacity: string;
  readonly caseReference: string;
  /** Without a number, a key of the case's own: nobody is found by it. */
  readonly subjectKey: string;
  /** By its number, or by particulars alone. */
  readonly state: 'final' | 'pending';
  readonly identityDigests: IdentityDigests;
  readonly from: IsoDate;
  readonly until: IsoDate | null;
  /** It wants what was told before, too. */
  readonly backFill: boolean;
}

/** An interest as it stands. */
export type StoredInterest = Omit<
  Interest,
  'action' | 'matched' | 'asksBackFill' | 'subjectVersion'
> & {
  readonly matched: Matched;
  /** It is still to be given what was told before: when its person is certain. */
  readonly asksBackFill: boolean;
};

export type Registered =
  /** Unchanged, it may still ask for a back-fill again. */
  | {
      readonly kind: 'registered' | 'changed' | 'unchanged';
      readonly interest: StoredInterest;
    }
  /** The case is registered for somebody else: linking it anew would send one person's changes to another's case. */
  | { readonly kind: 'other-person' }
  /** An officer has found that the case is not about this person. */
  | { readonly kind: 'match-rejected' };

/** An interest as its own agency sees it: no digest, and no key of the person. */
export type ShownInterest = Pick<
  StoredInterest,
  'interestId' | 'version' | 'capacity' | 'caseReference' | 'state' | 'matched' | 'from' | 'until'
>;

export function showInterest(interest: StoredInterest): ShownInterest {
  const { interestId, version, capacity, caseReference, state, matched, from, until } = interest;
  return { interestId, version, capacity, caseReference, state, matched, from, until };
}

/** What is known when a registration is judged. */
export interface Standing {
  readonly known: StoredInterest | undefined;
  /** The one person whose particulars are the same, if there is exactly one. */
  readonly onlyOne: string | undefined;
  readonly isRejected: (subjectKey: string) => boolean;
  readonly nowMicros: number;
}

/**
 * What registering does to what stands: a new interest, the next version of a known one, or nothing. Idempotent by (agency, capacity,
 * case reference). A number outranks particulars, and nothing but a recall frees a case that has its person. Pure.
 */
export function registerInterest(wanted: Registration, standing: Standing): Registered {
  const { known, isRejected } = standing;
  if (isRejected(wanted.subjectKey)) return { kind: 'match-rejected' };
  const isCertain = known?.state === 'final';
  if (wanted.state === 'final') {
    if (isCertain && known.subjectKey !== wanted.subjectKey) return { kind: 'other-person' };
    const { subjectKey } = wanted;
    return keep(wanted, standing, { subjectKey, state: 'final', matched: 'nino' });
  }
  if (isCertain) return keepPerson(wanted, standing, known);
  const found = standing.onlyOne;
  if (known?.state === 'provisional' && (found === undefined || found === known.subjectKey)) {
    return keepPerson(wanted, standing, known);
  }
  return found === undefined
    ? keep(wanted, standing, { subjectKey: wanted.subjectKey, state: 'pending', matched: 'none' })
    : keep(wanted, standing, { subjectKey: found, state: 'provisional', matched: 'particulars' });
}

type Link = Pick<StoredInterest, 'subjectKey' | 'state' | 'matched'>;

/** Particulars alone do not move a case from its person; if they contradict a certain one, they are somebody else's. */
function keepPerson(wanted: Registration, standing: Standing, known: StoredInterest): Registered {
  const { subjectKey, state, matched, identityDigests } = known;
  // Under another secret nothing can be compared: what was compared before stays.
  const isComparable = identityDigests.secretVersion === wanted.identityDigests.secretVersion;
  if (!isComparable) {
    return keep({ ...wanted, identityDigests }, standing, { subjectKey, state, matched });
  }
  const { conflict } = compareDigests(identityDigests, wanted.identityDigests);
  if (state === 'final' && conflict) return { kind: 'other-person' };
  return keep(wanted, standing, { subjectKey, state, matched });
}

function keep(wanted: Registration, { known, nowMicros }: Standing, link: Link): Registered {
  const { agency, capacity, caseReference, identityDigests, from, until, backFill } = wanted;
  const interest: StoredInterest = {
    ...{ agency, capacity, caseReference, identityDigests, from, until, ...link },
    interestId: known?.interestId ?? interestIdOf(agency, capacity, caseReference),
    version: (known?.version ?? 0) + 1,
    asksBackFill: known?.asksBackFill === true || backFill,
    changedAt: nowMicros,
  };
  if (known === undefined) return { kind: 'registered', interest };
  if (!isSame(interest, known)) return { kind: 'changed', interest };
  const { asksBackFill } = interest;
  // Whose person is certain is given what is owed at once: to ask again is no other interest.
  const isSameAsk = asksBackFill === known.asksBackFill || interest.state === 'final';
  return isSameAsk
    ? { kind: 'unchanged', interest: { ...known, asksBackFill } }
    : { kind: 'changed', interest };
}

const DIGESTS = [
  'secretVersion',
  'birthDate',
  'surnamePrefix',
  'initial',
  'postcode',
  'surname',
  'forename',
] as const;
const PARTS = ['subjectKey', 'state', 'matched', 'from', 'until'] as const;

const isSame = (a: StoredInterest, b: StoredInterest): boolean =>
  PARTS.every((part) => a[part] === b[part]) &&
  DIGESTS.every((field) => a.identityDigests[field] === b.identityDigests[field]);
