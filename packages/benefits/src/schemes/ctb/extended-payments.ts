import type { Question } from '../../award.ts';
import type { BenefitCase, Income } from '../../benefit-case.ts';
import {
  addDays,
  benefitWeekStart,
  daysBetween,
  earlierOf,
  type IsoDate,
  mondayAfter,
  SUNDAY,
} from '../../calendar.ts';
import { isWork, missingField, notModelled } from '../../weekly-income.ts';
import { PASSPORTS } from '../passports.ts';
import type { EffectiveChange, Span } from '../scheme.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';
import { findHeldDays } from './held-benefits.ts';

/** Work that begins, or brings more, within so many days of the end of a benefit is taken to be what ended it. */
const SAME_CAUSE_DAYS = 7;

/**
 * Extended payments: when a passporting benefit held for 26 weeks ends through work of claimant or
 * partner that is expected to last five weeks or more, the award is for four weeks no less than it
 * was in the last benefit week before. The weeks begin on the first Monday after the day on which the
 * benefit ceased, which is the day after its last day. What is not known is asked about.
 * [CTB Regs 2006 regs 60-60D as amended by SI 2008/959]
 */
export function findExtendedPayments(
  benefitCase: BenefitCase,
  changes: readonly EffectiveChange[],
  rates: CtbRates,
): readonly Span[] {
  return changes.filter(endsPassport).flatMap((stop) => {
    const { on } = stop.part;
    const decided = decide(benefitCase, changes, on, rates);
    if (decided === 'none') return [];
    const monday = mondayAfter(on);
    const from = earlierOf(stop.effectiveOn, monday);
    const last = addDays(monday, rates.days.extendedPayment.value - 1);
    const to = earlierOf(last, addDays(findEnd(changes) ?? addDays(last, 1), -1));
    if (to < from) return [];
    if (decided !== 'extended') return [{ kind: 'question' as const, ...decided, from, to }];
    const asOn = addDays(benefitWeekStart(on, SUNDAY), -1);
    // Nothing was awarded before the claim.
    return asOn < benefitCase.claimStartOn ? [] : extend({ from, to, asOn }, changes);
  });
}

function endsPassport({ part: { effect } }: EffectiveChange): boolean {
  return effect.kind === 'stop-award' && PASSPORTS.includes(effect.benefit);
}

/** The weeks at the earlier award, up to a move: what a mover then gets is not modelled. [reg 60C] */
function extend(
  { from, to, asOn }: { readonly from: IsoDate; readonly to: IsoDate; readonly asOn: IsoDate },
  changes: readonly EffectiveChange[],
): readonly Span[] {
  const whole = { kind: 'at-least', from, to, asOn, rule: CTB_RULES.extendedPayment } as const;
  const moves = changes
    .filter(({ part }) => part.effect.kind === 'set-home' || part.effect.kind === 'leave-home')
    .map(({ effectiveOn }) => effectiveOn)
    .filter((day) => asOn < day && day <= to);
  const [movedOn] = moves.sort();
  if (movedOn === undefined) return [whole];
  const question = notModelled('extended-payment-mover');
  const asked = { kind: 'question', ...question, to } as const;
  return movedOn <= from
    ? [{ ...asked, from }]
    : [
        { ...whole, to: addDays(movedOn, -1) },
        { ...asked, from: movedOn },
      ];
}

/** The day from which there is no claim, or null. */
function findEnd(changes: readonly EffectiveChange[]): IsoDate | null {
  const end = changes.find(({ part }) => part.effect.kind === 'end-claim');
  return end?.effectiveOn ?? null;
}

function decide(
  benefitCase: BenefitCase,
  changes: readonly EffectiveChange[],
  ceasedOn: IsoDate,
  rates: CtbRates,
): 'none' | 'extended' | Question {
  const works = findWorks(changes, ceasedOn);
  const expectations = works.map(({ expectedToLastFiveWeeks }) => expectedToLastFiveWeeks);
  const mayLast = expectations.some((lasts) => lasts !== false);
  if (!mayLast) return 'none';
  const needed = rates.days.extendedPaymentHeld.value;
  const held = findHeldDays(benefitCase, changes, ceasedOn);
  if (held.days < needed) return held.isAtLeast ? missingField('benefitAward.from') : 'none';
  return expectations.includes(true) ? 'extended' : missingField('income.expectedToLastFiveWeeks');
}

/** Work that began or changed about the day on which the benefit ceased. */
function findWorks(changes: readonly EffectiveChange[], ceasedOn: IsoDate): readonly Income[] {
  return changes.flatMap(({ part }) =>
    part.effect.kind === 'set-income' &&
    isWork(part.effect.income) &&
    part.effect.income.who !== 'non-dependant' &&
    Math.abs(daysBetween(part.on, ceasedOn)) <= SAME_CAUSE_DAYS
      ? [part.effect.income]
      : [],
  );
}
