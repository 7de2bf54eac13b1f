import type { DeathBody, DeathFact } from '../facts.ts';
import { type ChangePart, noteChange } from './dated-change.ts';
import { leave } from './household.ts';

/** The claimant's death ends the claim; a member's is a member leaving, on the day itself. */
export function findDeathChanges(fact: DeathFact): readonly ChangePart[] {
  const { body, occurredOn } = fact;
  if (body === null || body.who === null) {
    return [noteChange(occurredOn, 'any', 'missing-field', 'death.who')];
  }
  const on = body.diedOn ?? occurredOn;
  if (body.who === 'claimant') {
    return [{ on, moment: 'death', effect: { kind: 'end-claim', ended: 'claimant-died' } }];
  }
  return leave(body.who, keyOf(body), on, 'death');
}

function keyOf({ member, birthDate }: DeathBody) {
  return { member: member ?? null, birthDate: birthDate ?? null };
}
