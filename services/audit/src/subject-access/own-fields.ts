import { isLocating } from '@told/agreements';

type Body = Readonly<Record<string, unknown>>;

/** Why a field is left out of what a person is given. */
type Removed = 'third-party' | 'protected-address' | 'internal';

export interface OwnBody {
  /** What is left, without what was never told. */
  readonly body: Body;
  readonly removed: readonly { readonly reason: Removed; readonly fields: readonly string[] }[];
}

/** Whose data a field is. `household`: its other members’; `whoever`: of whoever the record names as `who` or `owner`. */
type Owner = 'person' | 'household' | 'whoever' | 'bus';

/** A field that is not listed is taken for somebody else’s: a test asks for each that the schemas have. */
export const OWNERS: Readonly<Record<string, Readonly<Record<string, Owner>>>> = {
  address: {
    ...{ role: 'person', fromUprn: 'person', fromLines: 'person', fromPostcode: 'person' },
    ...{ toUprn: 'person', toLines: 'person', toPostcode: 'person' },
    ...{ movedOutOn: 'person', movedInOn: 'person', tenure: 'person', protected: 'person' },
    // A count, without names.
    ...{ rentPence: 'person', rentPeriod: 'person', liablePersons: 'person' },
  },
  income: {
    ...{ who: 'person', kind: 'whoever', employer: 'whoever', grossPence: 'whoever' },
    ...{ netPence: 'whoever', payPeriod: 'whoever', hoursPerWeek: 'whoever' },
    ...{ pensionContributionPence: 'whoever', firstPaidOn: 'whoever', startOn: 'whoever' },
    ...{ endOn: 'whoever', expectedToLastFiveWeeks: 'whoever' },
  },
  household: {
    // That and when the person’s own household grew or shrank.
    ...{ relation: 'person', joinedOn: 'person', leftOn: 'person' },
    ...{ member: 'household', birthDate: 'household', reason: 'household' },
    ...{ worksSixteenHoursOrMore: 'household', grossWeeklyIncomePence: 'household' },
    ...{ benefits: 'household', childBenefitInPayment: 'household' },
  },
  benefitAward: {
    ...{ benefit: 'person', action: 'person', weeklyAmountPence: 'person' },
    ...{ from: 'person', lastDayOfEntitlement: 'person' },
  },
  capital: { owner: 'person', totalPence: 'whoever', asOf: 'whoever' },
  identity: {
    ...{ formerNames: 'person', birthDate: 'person', reason: 'person' },
    // Says nothing to whoever has no area secret.
    newNinoDigest: 'bus',
  },
  death: {
    ...{ who: 'person', diedOn: 'person' },
    ...{ member: 'whoever', birthDate: 'whoever', reportedBy: 'household' },
  },
};

/** Whom a record is about that names nobody else; a couple’s capital counts as the claimant’s. */
const OWN = new Set<unknown>(['claimant', 'couple', undefined, null]);

/**
 * What of a fact is the person's own (UK GDPR art. 15(4): access must not adversely affect others). `hidesPlace`: where the person lives is left out,
 * since somebody who must not know may be asking in their name. Pure.
 */
export function ownFields(fact: string, told: Body, hidesPlace: boolean): OwnBody {
  const isOwn = OWN.has(told['who'] ?? told['owner']);
  const body: Record<string, unknown> = {};
  const removed = new Map<Removed, string[]>();
  for (const [field, value] of Object.entries(told)) {
    if (value === null || value === undefined) continue;
    const reason = whyRemoved(fact, field, { isOwn, hidesPlace });
    if (reason === undefined) body[field] = value;
    else removed.set(reason, [...(removed.get(reason) ?? []), field]);
  }
  return { body, removed: [...removed].map(([reason, fields]) => ({ reason, fields })) };
}

function whyRemoved(
  fact: string,
  field: string,
  { isOwn, hidesPlace }: { readonly isOwn: boolean; readonly hidesPlace: boolean },
): Removed | undefined {
  const owner = OWNERS[fact]?.[field] ?? 'household';
  if (owner === 'bus') return 'internal';
  if (owner === 'household' || (owner === 'whoever' && !isOwn)) return 'third-party';
  return hidesPlace && isLocating(`${fact}.${field}`) ? 'protected-address' : undefined;
}
