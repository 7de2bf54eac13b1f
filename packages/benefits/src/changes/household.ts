import type { HouseholdFact } from '../facts.ts';
import { type ChangePart, noteChange } from './dated-change.ts';

/**
 * A partner joins: the applicable amount becomes a couple's, and a second adult ends the single
 * person discount of 25 % [LGFA 1992 s.11] from the day itself. Other members and leaving come later.
 */
export function findHouseholdChanges(fact: HouseholdFact): readonly ChangePart[] {
  const { body, occurredOn } = fact;
  if (body === null || body.relation === null) {
    return [noteChange(occurredOn, 'household', 'missing-field', 'household.relation')];
  }
  if (body.relation !== 'partner') {
    return [noteChange(body.joinedOn ?? occurredOn, 'household', 'not-modelled', body.relation)];
  }
  if (fact.changeType === 'ended' || (body.leftOn !== null && body.joinedOn === null)) {
    return [noteChange(body.leftOn ?? occurredOn, 'household', 'not-modelled', 'partner-leaves')];
  }
  const on = body.joinedOn ?? occurredOn;
  const { birthDate, worksSixteenHoursOrMore } = body;
  const joins: readonly ChangePart[] = [
    {
      on,
      moment: 'partner',
      effect: { kind: 'add-partner', partner: { birthDate, worksSixteenHoursOrMore } },
    },
    { on, moment: 'council-tax', effect: { kind: 'end-discount' } },
  ];
  return body.leftOn === null
    ? joins
    : [...joins, noteChange(body.leftOn, 'household', 'not-modelled', 'partner-leaves')];
}
