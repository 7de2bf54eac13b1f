import type { CapitalFact } from '../facts.ts';
import { type ChangePart, noteChange } from './dated-change.ts';

/** What claimant and partner own changes on the day that the total is of; an end leaves nothing. */
export function findCapitalChanges(
  fact: CapitalFact,
  ends: CapitalFact | null,
): readonly ChangePart[] {
  const { body, occurredOn } = fact;
  const owner = body?.owner ?? ends?.body?.owner ?? null;
  const totalPence = fact.changeType === 'ended' ? 0 : (body?.totalPence ?? null);
  const on = body?.asOf ?? occurredOn;
  if (owner === null || totalPence === null) {
    const field = owner === null ? 'capital.owner' : 'capital.totalPence';
    return [noteChange(on, 'capital', 'missing-field', field)];
  }
  return [{ on, moment: 'ordinary', effect: { kind: 'set-capital', owner, totalPence } }];
}
