import type { Question } from '../../award.ts';
import type { BenefitCase, Income } from '../../benefit-case.ts';
import { addDays, daysBetween, type IsoDate } from '../../calendar.ts';
import { missingField, notModelled } from '../../weekly-income.ts';
import { PASSPORTS } from '../passports.ts';
import type { EffectiveChange, Span } from '../scheme.ts';
import type { CtbRates } from './ctb-rates.ts';

/** Work that begins within so many days of the end of a benefit is taken to be what ended it. */
const SAME_CAUSE_DAYS = 7;

/**
 * Extended payments: when a passporting benefit held for 26 weeks ends through work expected to last
 * five weeks or more, the council pays up to four weeks more at the higher of the old and the new
 * award. The amount is not modelled, so those weeks are to be verified.
 * [CTB Regs 2006 regs 60-60D as amended by SI 2008/959]
 */
export function findExtendedPayments(
  benefitCase: BenefitCase,
  changes: readonly EffectiveChange[],
  rates: CtbRates,
): readonly Span[] {
  const open: Span[] = [];
  for (const stop of changes) {
    const { effect } = stop.part;
    if (effect.kind !== 'stop-award' || !PASSPORTS.includes(effect.benefit)) continue;
    const work = findWork(changes, stop.part.on);
    if (work === null) continue;
    const heldFrom = findFirstDay(benefitCase, changes, effect.benefit, stop.part.on);
    const question = heldFrom === 'never' ? null : askAbout(heldFrom, stop.part.on, work, rates);
    if (question === null) continue;
    const to = addDays(stop.part.on, rates.days.extendedPayment.value - 1);
    if (to >= stop.effectiveOn)
      open.push({ kind: 'question', ...question, from: stop.effectiveOn, to });
  }
  return open;
}

function askAbout(
  heldFrom: IsoDate | null,
  endedOn: IsoDate,
  work: Income,
  rates: CtbRates,
): Question | null {
  if (work.expectedToLastFiveWeeks === false) return null;
  if (heldFrom === null) return missingField('benefitAward.from');
  if (daysBetween(heldFrom, endedOn) < rates.days.extendedPaymentHeld.value) return null;
  return work.expectedToLastFiveWeeks === null
    ? missingField('income.expectedToLastFiveWeeks')
    : notModelled('extended-payment');
}

function findWork(changes: readonly EffectiveChange[], endedOn: IsoDate): Income | null {
  for (const { part } of changes) {
    if (part.effect.kind !== 'set-income') continue;
    const { income } = part.effect;
    const isWork = income.kind === 'employed' || income.kind === 'self-employed';
    if (isWork && Math.abs(daysBetween(part.on, endedOn)) <= SAME_CAUSE_DAYS) return income;
  }
  return null;
}

/** First day of the spell that ends on a day: its latest start before, else what the case opened with. */
function findFirstDay(
  benefitCase: BenefitCase,
  changes: readonly EffectiveChange[],
  benefit: string,
  endedOn: IsoDate,
): IsoDate | null | 'never' {
  const starts = changes.flatMap(({ part }) =>
    part.effect.kind === 'set-award' && part.effect.award.benefit === benefit && part.on < endedOn
      ? [part.on]
      : [],
  );
  const opening = benefitCase.awards.find((award) => award.benefit === benefit);
  if (opening !== undefined) return opening.from;
  return starts.sort()[0] ?? 'never';
}
