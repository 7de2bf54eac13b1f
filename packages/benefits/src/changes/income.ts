import { addDays, type IsoDate, laterOf } from '../calendar.ts';
import type { IncomeFact } from '../facts.ts';
import { type ChangePart, noteChange } from './dated-change.ts';

/**
 * An income starts, changes or ends. The date of change is the day it happened, or the first day of
 * the income when that is later; an end counts from the day after the last day. `ends` gives an
 * `ended` notice the fields that it leaves out.
 */
export function findIncomeChanges(
  fact: IncomeFact,
  ends: IncomeFact | null,
): readonly ChangePart[] {
  const { body } = fact;
  const who = body?.who ?? ends?.body?.who ?? null;
  const kind = body?.kind ?? ends?.body?.kind ?? null;
  const employer = body?.employer ?? ends?.body?.employer ?? null;
  if (who === null) return [noteChange(fact.occurredOn, 'income', 'missing-field', 'income.who')];
  if (kind === null) return [noteChange(fact.occurredOn, 'income', 'missing-field', 'income.kind')];
  const endPart = (on: IsoDate): ChangePart => ({
    on,
    moment: 'ordinary',
    effect: { kind: 'end-income', who, incomeKind: kind, employer },
  });
  if (fact.changeType === 'ended') {
    const endOn = body?.endOn ?? null;
    return [endPart(endOn === null ? fact.occurredOn : addDays(endOn, 1))];
  }
  if (body === null) return [noteChange(fact.occurredOn, 'income', 'missing-field', 'income')];
  const on = body.startOn === null ? fact.occurredOn : laterOf(fact.occurredOn, body.startOn);
  const { netPence, payPeriod, hoursPerWeek, pensionContributionPence } = body;
  const { expectedToLastFiveWeeks } = body;
  const income = { who, kind, employer, netPence, payPeriod, hoursPerWeek };
  const start: ChangePart = {
    on,
    moment: who === 'non-dependant' ? 'non-dependant-joins' : 'ordinary',
    effect: {
      kind: 'set-income',
      income: { ...income, pensionContributionPence, expectedToLastFiveWeeks },
      grossPence: body.grossPence ?? null,
    },
  };
  if (body.endOn === null) return [start];
  const endsOn = addDays(body.endOn, 1);
  return endsOn <= on ? [endPart(endsOn)] : [start, endPart(endsOn)];
}
