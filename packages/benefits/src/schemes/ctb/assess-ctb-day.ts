import type { Question } from '../../award.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import { findWeeklyTax, type WeeklyTax } from '../../council-tax/liability.ts';
import { comparePence, describePence, isPositive, roundHalfUp, ZERO_PENCE } from '../../money.ts';
import { missingField, notModelled } from '../../weekly-income.ts';
import type { Sum } from '../figure.ts';
import { PASSPORTS } from '../passports.ts';
import { explain } from '../rule.ts';
import type { AwardDay, DayAward } from '../scheme.ts';
import { findGrownChildQuestion } from './counted-children.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';
import { findOwnBenefit } from './own-means.ts';
import { findSecondAdultRebate } from './second-adult-rebate.ts';

const PENSION_AGE_FROM = 60;
const CLAIM_AGE_FROM = 18;

/** Council tax benefit of one day: by own means or as a second adult rebate, whichever is more. */
export function assessCtbDay(
  circumstances: Circumstances,
  day: AwardDay,
  rates: CtbRates,
): DayAward {
  if (circumstances.ended !== null) {
    const lines = [explain(CTB_RULES.ended, 'The claim is over.')];
    return { kind: 'award', weekly: ZERO_PENCE, entitled: false, lines };
  }
  const passport =
    circumstances.awards.find(({ benefit }) => PASSPORTS.includes(benefit))?.benefit ?? null;
  const open =
    findNote(circumstances, passport !== null) ??
    (passport === null
      ? findAgeQuestion(circumstances, day.agesReadOn)
      : findGrownChildQuestion(circumstances.children, day.agesReadOn));
  if (open !== null) return { kind: 'question', question: open };
  const tax = findWeeklyTax(circumstances, day);
  if ('reason' in tax) return { kind: 'question', question: tax };
  const own = findOwnBenefit(circumstances, tax, passport, day, rates);
  if ('reason' in own) return { kind: 'question', question: own };
  return chooseBetter(circumstances, tax, own, day.agesReadOn, rates);
}

function chooseBetter(
  circumstances: Circumstances,
  tax: WeeklyTax,
  own: Sum,
  agesReadOn: IsoDate,
  rates: CtbRates,
): DayAward {
  const lines = [tax.line, ...own.lines];
  const rebate = findSecondAdultRebate(circumstances, tax.undiscounted, rates, agesReadOn);
  // A rebate that could not be more in any case needs no answer.
  const isBeaten = rebate.kind === 'question' && comparePence(own.weekly, rebate.most) >= 0;
  if (rebate.kind === 'none' || isBeaten) return award({ weekly: own.weekly, lines }, tax);
  if (rebate.kind === 'question') return { kind: 'question', question: rebate.question };
  const isRebate = comparePence(rebate.weekly, own.weekly) > 0;
  const ownPence = describePence(roundHalfUp(own.weekly));
  const text = isRebate
    ? `The rebate is more than ${ownPence} a week by own means and is paid instead.`
    : `The rebate is not more than ${ownPence} a week by own means.`;
  const better = isRebate ? rebate.weekly : own.weekly;
  const line = explain(CTB_RULES.betterOfTwo, text, roundHalfUp(better));
  return award({ weekly: better, lines: [...lines, ...rebate.lines, line] }, tax);
}

function award({ weekly, lines }: Sum, tax: WeeklyTax): DayAward {
  return { kind: 'award', weekly, entitled: isPositive(weekly), lines, atMost: tax.weekly };
}

/** Topics of notes that count although income does not. */
function findNote(circumstances: Circumstances, isPassported: boolean): Question | null {
  const counting = circumstances.notes.find(
    ({ topic }) => !isPassported || (topic !== 'income' && topic !== 'capital'),
  );
  return counting?.question ?? null;
}

/** Working age only; a passported award does not ask for ages, since no age of theirs changes it. */
function findAgeQuestion(circumstances: Circumstances, agesReadOn: IsoDate): Question | null {
  const { birthDate } = circumstances.claimant;
  if (birthDate === null) return missingField('claimant.birthDate');
  const age = ageOn(birthDate, agesReadOn);
  if (age < CLAIM_AGE_FROM) return notModelled('claimant-under-18');
  if (age >= PENSION_AGE_FROM) return notModelled('pension-age');
  if (circumstances.partner === null) return null;
  const partnerBirthDate = circumstances.partner.birthDate;
  if (partnerBirthDate === null) return missingField('household.birthDate');
  return ageOn(partnerBirthDate, agesReadOn) >= PENSION_AGE_FROM
    ? notModelled('pension-age')
    : null;
}
