import type { Person } from '../benefit-case.ts';
import { ageOn, type IsoDate } from '../calendar.ts';
import { findKnownMember, findMember, type MemberKey } from '../members.ts';

/** Somebody who has their sole or main residence at the home. */
export type Resident = MemberKey & {
  readonly relation: 'claimant' | 'partner' | 'child' | 'non-dependant' | 'joint-tenant';
  /** Not counted for discounts. [LGFA 1992 Sch 1] */
  readonly disregarded: boolean;
};

const ADULT_FROM_AGE = 18;

export function residentOf(
  relation: Resident['relation'],
  person: Person & {
    readonly member?: string | null;
    readonly disregardedForDiscount?: boolean;
    readonly childBenefitInPayment?: boolean | null;
  },
): Resident {
  return {
    relation,
    member: person.member ?? null,
    birthDate: person.birthDate,
    // A person for whom child benefit is paid is disregarded at 18 too. [LGFA 1992 Sch 1]
    disregarded: person.disregardedForDiscount === true || person.childBenefitInPayment === true,
  };
}

/** Residents of 18 and over who are not disregarded; without a birth date only a child is none. */
export function countAdults(residents: readonly Resident[], day: IsoDate): number {
  return residents.filter(({ relation, birthDate, disregarded }) => {
    if (disregarded) return false;
    return birthDate === null
      ? relation !== 'child'
      : relation === 'claimant' || ageOn(birthDate, day) >= ADULT_FROM_AGE;
  }).length;
}

/** The residents with one more; the same person again, a child who grew up among them, is one person. */
export function addResident(
  residents: readonly Resident[],
  resident: Resident,
): readonly Resident[] {
  return [...residents.filter((other) => !isSamePerson(other, resident)), resident];
}

/** A household has one partner, so that a partner needs no name. */
function isSamePerson(known: Resident, told: Resident): boolean {
  if (known.relation === 'partner' && told.relation === 'partner') return true;
  const isGrown = known.relation === 'child' && told.relation === 'non-dependant';
  return (isGrown || known.relation === told.relation) && findMember([known], told) === known;
}

/** The residents without one. */
export function removeResident(
  residents: readonly Resident[],
  leaving: Pick<Resident, 'relation' | 'member' | 'birthDate'>,
): readonly Resident[] {
  const alike = residents.filter(({ relation }) => relation === leaving.relation);
  const gone = leaving.relation === 'partner' ? alike[0] : findKnownMember(alike, leaving);
  return gone === undefined || gone === 'unclear'
    ? residents
    : residents.filter((resident) => resident !== gone);
}
