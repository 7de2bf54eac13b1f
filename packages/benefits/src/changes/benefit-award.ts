import { addDays } from '../calendar.ts';
import type { BenefitAwardFact } from '../facts.ts';
import { type ChangePart, noteChange } from './dated-change.ts';

/**
 * Another benefit starts, changes or stops. When it stops, the date of change is the day after the
 * last day of entitlement. [CTB Regs 2006 reg 67(1)]
 */
export function findBenefitAwardChanges(
  fact: BenefitAwardFact,
  ends: BenefitAwardFact | null,
): readonly ChangePart[] {
  const { body, occurredOn } = fact;
  const benefit = body?.benefit ?? ends?.body?.benefit ?? null;
  const action = fact.changeType === 'ended' ? 'stop' : (body?.action ?? null);
  if (benefit === null || action === null) {
    const field = benefit === null ? 'benefitAward.benefit' : 'benefitAward.action';
    return [noteChange(occurredOn, 'award', 'missing-field', field)];
  }
  if (action === 'stop') {
    const lastDay = body?.lastDayOfEntitlement ?? null;
    return lastDay === null
      ? [noteChange(occurredOn, 'award', 'missing-field', 'benefitAward.lastDayOfEntitlement')]
      : [
          {
            on: addDays(lastDay, 1),
            moment: 'benefit-ends',
            effect: { kind: 'stop-award', benefit },
          },
        ];
  }
  const from = body?.from ?? occurredOn;
  const weeklyAmountPence = body?.weeklyAmountPence ?? null;
  return [
    {
      on: from,
      moment: 'ordinary',
      effect: { kind: 'set-award', award: { benefit, weeklyAmountPence, from } },
    },
  ];
}
