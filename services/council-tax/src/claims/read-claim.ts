import { type Addition, type CaseFact, type Claim, readOpenedCase } from '@told/agency-sdk';
import { type BenefitCase, financialYearOf, laterOf, type TaxByUprn } from '@told/benefits';
import { type Account, pad, type TaxByYear } from '../accounts/council-tax-account.ts';
import { FIRST_FINANCIAL_YEAR } from '../accounts/property.ts';
import type { CouncilOpening } from './opening-schema.ts';

/** The first day that there are rates for: an award that began earlier is told with that year's tax. */
const FIRST_DAY = '2010-04-01';

export const openingOf = ({ opening }: Claim): CouncilOpening =>
  opening as unknown as CouncilOpening;

/** What the opening says the home is charged, year by year. */
export function listAccounts(claim: Claim): readonly Account[] {
  const { uprn, from, councilTax } = openingOf(claim);
  const { annualPence, otherYears = [] } = councilTax;
  const year = financialYearOf(laterOf(from, FIRST_DAY)).label;
  const financialYear = councilTax.financialYear ?? year;
  return [{ financialYear, annualPence }, ...otherYears].map((one) => ({ uprn, ...one }));
}

/** A council's claim as the benefit rules read it. */
export function readClaim(claim: Claim, facts: readonly CaseFact[]): BenefitCase {
  const { uprn, councilTax, passport, applicableAmountPence = null } = openingOf(claim);
  const { liablePersons, singlePersonDiscount } = councilTax;
  return {
    ...readOpenedCase(claim),
    awards: passport === null ? [] : [{ ...passport, weeklyAmountPence: null }],
    home: { uprn, liablePersons, singlePersonDiscount },
    taxByUprn: readTaxes(claim, facts),
    applicableAmountPence,
  };
}

function readTaxes(claim: Claim, facts: readonly CaseFact[]): TaxByUprn {
  // Of no prototype, so that V8 looks names up in it: every home has another, and would be another shape of object.
  const taxes: Record<string, Record<string, number>> = Object.create(null);
  const add = (uprn: string, taxByYear: TaxByYear): void => {
    taxes[uprn] = Object.assign(taxes[uprn] ?? {}, taxByYear);
  };
  for (const { addition } of facts) {
    if (addition !== null && typeof addition['uprn'] === 'string') {
      add(addition['uprn'], taxOf(addition));
    }
  }
  // The claim's own account last: a move back is charged as before.
  for (const { uprn, financialYear, annualPence } of listAccounts(claim)) {
    add(pad(uprn), { [financialYear]: annualPence });
  }
  return taxes;
}

/** What was added before years were told apart is of the first. */
const taxOf = ({ taxByYear, annualPence }: Addition): TaxByYear =>
  typeof annualPence === 'number'
    ? { [FIRST_FINANCIAL_YEAR]: annualPence }
    : ((taxByYear as TaxByYear | undefined) ?? {});
