import type { Question } from '../award.ts';
import { type HomeTax, padUprn, type TaxByUprn } from '../benefit-case.ts';
import { type FinancialYear, financialYearOf, type IsoDate } from '../calendar.ts';
import type { Circumstances } from '../circumstances.ts';
import { describePence, type ExactPence, exactPence, roundHalfUp, timesRatio } from '../money.ts';
import type { Figure } from '../schemes/figure.ts';
import { explain } from '../schemes/rule.ts';
import type { AwardDay } from '../schemes/scheme.ts';
import { missingField } from '../weekly-income.ts';
import { COUNCIL_TAX_RULES } from './council-tax-rules.ts';
import { countAdults } from './residents.ts';

const DAYS_PER_WEEK = 7;
/** Quarters of the tax that are taken off: one for a single adult, two where all are disregarded. [LGFA 1992 s.11] */
const QUARTERS = 4;

/** Quarters taken off the tax on a day: by the adults who live there and are not disregarded. [LGFA 1992 s.11] */
function findDiscount(
  { residents, grantsDiscount }: Pick<Circumstances, 'residents' | 'grantsDiscount'>,
  day: IsoDate,
): 0 | 1 | 2 {
  const adults = countAdults(residents, day);
  if (adults === 0) return 2;
  return adults === 1 && grantsDiscount ? 1 : 0;
}

export type WeeklyTax = Figure & {
  /** Before discounts, for the person's share: what a second adult rebate is counted on. */
  readonly undiscounted: ExactPence;
};

/** The tax of a day as a week's rate: A ÷ B × 7. [CTB Regs 2006 reg 57; LGFA 1992 s.11] */
export function findWeeklyTax(
  circumstances: Circumstances,
  { benefitCase, on, recall }: Pick<AwardDay, 'benefitCase' | 'on' | 'recall'>,
): WeeklyTax | Question {
  const { home } = circumstances;
  if (home === null || home.uprn === null) return missingField('address.toUprn');
  const quarters = findDiscount(circumstances, on);
  const { uprn, liablePersons } = home;
  const { taxByUprn } = benefitCase;
  return recall(findTaxOfYear, taxByUprn, uprn, liablePersons, financialYearOf(on), quarters);
}

function findTaxOfYear(
  taxByUprn: TaxByUprn,
  atUprn: string,
  liablePersons: number,
  year: FinancialYear,
  quarters: 0 | 1 | 2,
): WeeklyTax | Question {
  const uprn = padUprn(atUprn);
  const years = Object.hasOwn(taxByUprn, uprn) ? taxByUprn[uprn] : undefined;
  if (years === undefined) return { reason: 'unknown-property', detail: 'address.toUprn' };
  const stated = Object.hasOwn(years, year.label) ? years[year.label] : undefined;
  if (stated === undefined) {
    return { reason: 'unknown-property', detail: `councilTax.${year.label}` };
  }
  const share = timesRatio(findWholeWeek(stated, year.days), 1, liablePersons);
  const weekly = timesRatio(share, QUARTERS - quarters, QUARTERS);
  const amountPence = roundHalfUp(weekly);
  const discounted = quarters === 0 ? '' : ` less discount ${quarters * 25} %`;
  const text = `Council tax ${describeTax(stated)}${discounted} ÷ ${liablePersons} liable: ${describePence(amountPence)} a week.`;
  return {
    weekly,
    undiscounted: share,
    line: explain(COUNCIL_TAX_RULES.liability, text, amountPence),
  };
}

/** A week's tax of the whole home, exactly. */
function findWholeWeek(stated: HomeTax, daysInYear: number): ExactPence {
  return typeof stated === 'number'
    ? timesRatio(exactPence(stated), DAYS_PER_WEEK, daysInYear)
    : exactPence(stated.weeklyPence);
}

function describeTax(stated: HomeTax): string {
  return typeof stated === 'number'
    ? `${describePence(stated)} a year`
    : `${describePence(stated.weeklyPence)} a week`;
}
