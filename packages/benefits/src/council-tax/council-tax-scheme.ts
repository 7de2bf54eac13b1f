import type { BenefitCase } from '../benefit-case.ts';
import { addDays, financialYearOf, type IsoDate, SUNDAY } from '../calendar.ts';
import type { Circumstances, NoteTopic } from '../circumstances.ts';
import { ZERO_PENCE } from '../money.ts';
import { explain } from '../schemes/rule.ts';
import type { AwardDay, DayAward, Scheme } from '../schemes/scheme.ts';
import { COUNCIL_TAX_RULES, EXACT_DAY_RULES } from './council-tax-rules.ts';
import { findWeeklyTax } from './liability.ts';

/** Council tax began. [LGFA 1992; SI 1992/2454] */
const FIRST_DAY: IsoDate = '1993-04-01';
const LAST_NOTICE: IsoDate = '9999-12-31';
/** Where no tax is known at all, days still have their dates, though no amount. */
const LAST_DAY: IsoDate = '2099-03-31';
const LABEL = /^(\d{4})\/\d{2}$/;

/** What a change must be about to make the tax unclear. */
const TOPICS: readonly NoteTopic[] = ['home', 'household', 'non-dependant', 'any'];

/**
 * A person's share of council tax as a scheme beside the benefits: each range is a rate a week of what
 * is due, counted by exact days, so that `totalBetween` gives what is due for a period. It covers the
 * years of which the case knows a tax.
 */
export const COUNCIL_TAX: Scheme = {
  id: 'council-tax',
  title: 'Council tax: liability and discounts',
  rules: [...Object.values(EXACT_DAY_RULES), ...Object.values(COUNCIL_TAX_RULES)],
  cliffs: [
    {
      name: 'second-adult',
      says: 'A second adult who is not disregarded takes away the whole discount from the day itself.',
    },
  ],
  notModelled: [],
  weekEndsOn: () => SUNDAY,
  covers: (benefitCase) => ({ from: FIRST_DAY, to: findLastDay(benefitCase) }),
  ratesChangeOn: (benefitCase) =>
    listYears(benefitCase).flatMap(({ from, to }) => [from, addDays(to, 1)]),
  dateEffect: (_part, changedOn) => ({ on: changedOn, rule: EXACT_DAY_RULES.exactDay }),
  lastDayOfNotice: () => LAST_NOTICE,
  alignsSameWeek: false,
  endsOnTheDay: false,
  agesReadOn: (day) => day,
  award: findTaxOfDay,
  findSpans: () => [],
};

/** The financial years of which some home's tax is known; a label of another shape is no year. */
function listYears({
  taxByUprn,
}: BenefitCase): readonly { readonly from: IsoDate; readonly to: IsoDate }[] {
  const labels = new Set(Object.values(taxByUprn).flatMap((years) => Object.keys(years)));
  return [...labels].sort().flatMap((label) => {
    const year = LABEL.exec(label)?.[1];
    const found = year === undefined ? null : financialYearOf(`${year}-04-01`);
    return found?.label === label ? [found] : [];
  });
}

function findLastDay(benefitCase: BenefitCase): IsoDate {
  if (Object.keys(benefitCase.taxByUprn).length === 0) return LAST_DAY;
  return listYears(benefitCase).at(-1)?.to ?? addDays(FIRST_DAY, -1);
}

function findTaxOfDay(circumstances: Circumstances, day: AwardDay): DayAward {
  if (circumstances.ended !== null) {
    const lines = [explain(EXACT_DAY_RULES.ended, 'Nothing is due any more.', 0)];
    return { kind: 'award', weekly: ZERO_PENCE, entitled: true, lines };
  }
  const note = circumstances.notes.find(({ topic }) => TOPICS.includes(topic));
  if (note !== undefined) return { kind: 'question', question: note.question };
  const tax = findWeeklyTax(circumstances, day);
  return 'reason' in tax
    ? { kind: 'question', question: tax }
    : { kind: 'award', weekly: tax.weekly, entitled: true, lines: [tax.line] };
}
