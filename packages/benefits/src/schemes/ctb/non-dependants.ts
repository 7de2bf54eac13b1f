import type { AwardLine, Question } from '../../award.ts';
import type { NonDependant } from '../../benefit-case.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import { describePence, exactPence, roundHalfUp, timesRatio, ZERO_PENCE } from '../../money.ts';
import { missingField } from '../../weekly-income.ts';
import type { Sum } from '../figure.ts';
import { explain, type Rule } from '../rule.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';

export const ADULT_FROM_AGE = 18;

/** Benefits of a non-dependant or second adult that mean small means without further asking. */
const MEANS_TESTED: readonly string[] = ['is', 'jsa-ib', 'esa-ir', 'pc-guarantee', 'pc-savings'];

/** Benefits that say nothing of it. */
const OTHER_BENEFITS: readonly string[] = ['jsa-c', 'esa-c', 'hb', 'ctb', 'wtc', 'ctc'];

/** Whether a person is on one of them; null when their benefits, or one word among them, are not known. */
export function isOnMeansTested({ benefits }: Pick<NonDependant, 'benefits'>): boolean | null {
  if (benefits === null) return null;
  if (benefits.some((benefit) => MEANS_TESTED.includes(benefit))) return true;
  return benefits.every((benefit) => OTHER_BENEFITS.includes(benefit)) ? false : null;
}

/**
 * What the other adults of the household take off a week. [CTB Regs 2006 regs 3, 58] An answer that
 * would need a guess at work, income, benefits or age is a question.
 */
export function findNonDependantDeductions(
  { nonDependants, claimant, partner }: Circumstances,
  rates: CtbRates,
  agesReadOn: IsoDate,
  liablePersons: number,
): Sum | Question {
  if (nonDependants.length === 0) return { weekly: ZERO_PENCE, lines: [] };
  if (claimant.exemptsNonDependants === true || partner?.exemptsNonDependants === true) {
    const text = 'Nothing comes off for non-dependants of this household.';
    return { weekly: ZERO_PENCE, lines: [explain(CTB_RULES.nonDependantsExempt, text, 0)] };
  }
  const lines: AwardLine[] = [];
  let pence = 0;
  for (const people of groupCouples(nonDependants)) {
    const deduction = findDeduction(people, rates, agesReadOn);
    if ('reason' in deduction) return deduction;
    pence += deduction.pence;
    lines.push(describeDeduction(deduction, people.length > 1));
  }
  const weekly = timesRatio(exactPence(pence), 1, liablePersons);
  if (liablePersons > 1 && pence > 0) {
    const sharePence = roundHalfUp(weekly);
    const text = `Non-dependants ${describePence(pence)} ÷ ${liablePersons} liable: ${describePence(sharePence)} a week.`;
    lines.push(explain(CTB_RULES.nonDependantShared, text, sharePence));
  }
  return { weekly, lines };
}

/** Couples by their label, everybody else alone. */
function groupCouples(people: readonly NonDependant[]): readonly (readonly NonDependant[])[] {
  const groups = new Map<string | NonDependant, NonDependant[]>();
  for (const person of people) {
    const key = person.couple ?? person;
    groups.set(key, [...(groups.get(key) ?? []), person]);
  }
  return [...groups.values()];
}

type Deduction = { readonly rule: Rule; readonly why: string; readonly pence: number };

/** One deduction for a person or a couple: the higher of theirs, each by the joint gross income. */
function findDeduction(
  people: readonly NonDependant[],
  rates: CtbRates,
  agesReadOn: IsoDate,
): Deduction | Question {
  if (people.length > 2) return { reason: 'contradiction', detail: 'nonDependant.couple' };
  let grossPence: number | null = 0;
  for (const { grossWeeklyIncomePence } of people) {
    const isKnown: boolean = grossPence !== null && grossWeeklyIncomePence !== null;
    grossPence = isKnown ? (grossPence ?? 0) + (grossWeeklyIncomePence ?? 0) : null;
  }
  const found = people.map((person) => findOwnDeduction(person, grossPence, rates, agesReadOn));
  const open = found.find((deduction) => 'reason' in deduction);
  if (open !== undefined) return open;
  return (found as readonly Deduction[]).reduce((higher, other) =>
    other.pence > higher.pence ? other : higher,
  );
}

function findOwnDeduction(
  person: NonDependant,
  grossPence: number | null,
  rates: CtbRates,
  agesReadOn: IsoDate,
): Deduction | Question {
  const { birthDate, worksSixteenHoursOrMore } = person;
  if (person.disregardedForDiscount === true) return nil('disregarded for discounts');
  if (birthDate === null) return missingField('household.birthDate');
  if (ageOn(birthDate, agesReadOn) < ADULT_FROM_AGE) return nil('under 18');
  const isNil = isOnMeansTested(person);
  if (isNil === null) return missingField('household.benefits');
  if (isNil) return nil('on a means-tested benefit');
  if (worksSixteenHoursOrMore === null) return missingField('household.worksSixteenHoursOrMore');
  if (!worksSixteenHoursOrMore) {
    const { value } = rates.pence.nonDependantNotInWork;
    return { rule: CTB_RULES.nonDependant, why: 'not in work of 16 hours', pence: value };
  }
  if (grossPence === null) return missingField('household.grossWeeklyIncomePence');
  const why = `in work, gross ${describePence(grossPence)} a week`;
  return { rule: CTB_RULES.nonDependant, why, pence: findBand(grossPence, rates) };
}

const nil = (why: string): Deduction => ({ rule: CTB_RULES.nonDependantNil, why, pence: 0 });

function findBand(grossPence: number, { pence }: CtbRates): number {
  if (grossPence >= pence.nonDependantBand4From.value) return pence.nonDependantBand4.value;
  if (grossPence >= pence.nonDependantBand3From.value) return pence.nonDependantBand3.value;
  if (grossPence >= pence.nonDependantBand2From.value) return pence.nonDependantBand2.value;
  return pence.nonDependantBand1.value;
}

function describeDeduction({ rule, why, pence }: Deduction, isCouple: boolean): AwardLine {
  const who = isCouple ? 'Couple of non-dependants, one amount' : 'Non-dependant';
  const text = `${who}, ${why}: ${describePence(pence)} a week comes off.`;
  return explain(isCouple ? CTB_RULES.nonDependantCouple : rule, text, pence);
}
