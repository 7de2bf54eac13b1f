import type { IsoDate } from '../calendar.ts';
import { residentOf } from '../council-tax/residents.ts';
import type { Effect } from '../effects/effect.ts';
import type { HouseholdBody, HouseholdFact } from '../facts.ts';
import type { MemberKey } from '../members.ts';
import { type ChangeMoment, type ChangePart, noteChange } from './dated-change.ts';

type Relation = NonNullable<HouseholdBody['relation']>;

/**
 * A member joins, leaves, or more is known of them. Two clocks: the award counts the member by the
 * scheme's rule; council tax counts a resident from the day itself, since the state at the end of a
 * day counts for the whole day. [LGFA 1992 s.2(2), s.11]
 */
export function findHouseholdChanges(
  fact: HouseholdFact,
  ends: HouseholdFact | null,
): readonly ChangePart[] {
  const { body, occurredOn } = fact;
  const relation = body?.relation ?? ends?.body?.relation ?? null;
  if (relation === null) {
    return [noteChange(occurredOn, 'household', 'missing-field', 'household.relation')];
  }
  const leftOn = body?.leftOn ?? null;
  const isOver = fact.changeType === 'ended' || (leftOn !== null && body?.joinedOn == null);
  if (isOver || body === null) {
    return leave(
      relation,
      keyOf(body, ends?.body ?? null),
      leftOn ?? occurredOn,
      momentOf(relation, 'leaves'),
    );
  }
  const joins = join(relation, body, body.joinedOn ?? occurredOn);
  return leftOn === null
    ? joins
    : [...joins, ...leave(relation, keyOf(body, null), leftOn, momentOf(relation, 'leaves'))];
}

function join(relation: Relation, body: HouseholdBody, on: IsoDate): readonly ChangePart[] {
  const { birthDate, worksSixteenHoursOrMore } = body;
  const member = body.member ?? null;
  const childBenefitInPayment = body.childBenefitInPayment ?? null;
  const resident = residentOf(relation, { member, birthDate, childBenefitInPayment });
  const arrives: ChangePart = {
    on,
    moment: 'council-tax',
    effect: { kind: 'add-resident', resident },
  };
  const part = (effect: Effect): readonly ChangePart[] => [
    { on, moment: momentOf(relation, 'joins'), effect },
    arrives,
  ];
  switch (relation) {
    case 'partner':
      return part({ kind: 'set-partner', partner: { member, birthDate, worksSixteenHoursOrMore } });
    case 'child':
      return part({ kind: 'set-child', child: { member, birthDate, childBenefitInPayment } });
    case 'joint-tenant':
      // Who else is liable, the account says.
      return [arrives, noteChange(on, 'home', 'missing-field', 'address.liablePersons')];
    case 'non-dependant': {
      const person = {
        member,
        birthDate,
        worksSixteenHoursOrMore,
        grossWeeklyIncomePence: body.grossWeeklyIncomePence ?? null,
        benefits: body.benefits ?? null,
      };
      return part({ kind: 'set-non-dependant', person });
    }
  }
}

/** A member leaves: by the award's clock and by council tax's. */
export function leave(
  relation: Relation,
  key: MemberKey,
  on: IsoDate,
  moment: ChangeMoment,
): readonly ChangePart[] {
  const resident = { relation, member: key.member ?? null, birthDate: key.birthDate };
  const departs: ChangePart = {
    on,
    moment: 'council-tax',
    effect: { kind: 'remove-resident', resident },
  };
  if (relation === 'joint-tenant') {
    return [departs, noteChange(on, 'home', 'missing-field', 'address.liablePersons')];
  }
  return [{ on, moment, effect: { kind: `remove-${relation}`, key } }, departs];
}

function momentOf(relation: Relation, what: 'joins' | 'leaves'): ChangeMoment {
  if (relation === 'partner') return 'partner';
  return relation === 'non-dependant' ? `non-dependant-${what}` : 'ordinary';
}

function keyOf(body: HouseholdBody | null, ended: HouseholdBody | null): MemberKey {
  return {
    member: body?.member ?? ended?.member ?? null,
    birthDate: body?.birthDate ?? ended?.birthDate ?? null,
  };
}
