import type { Question } from '../../award.ts';
import { findTariffIncome, sumCapital } from '../../capital.ts';
import type { Circumstances } from '../../circumstances.ts';
import type { WeeklyTax } from '../../council-tax/liability.ts';
import {
  atLeastZero,
  describePence,
  exactPence,
  roundHalfUp,
  subtractPence,
  timesRatio,
  ZERO_PENCE,
} from '../../money.ts';
import type { Sum } from '../figure.ts';
import { explain } from '../rule.ts';
import type { AwardDay } from '../scheme.ts';
import { findApplicableAmount } from './applicable-amount.ts';
import { findCountedAges } from './counted-children.ts';
import { findCountedIncome } from './counted-income.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';
import { findNonDependantDeductions } from './non-dependants.ts';

/** Benefit by the claimant's own means: tax less non-dependants less the excess income's part. */
export function findOwnBenefit(
  circumstances: Circumstances,
  tax: WeeklyTax,
  passport: string | null,
  day: AwardDay,
  rates: CtbRates,
): Sum | Question {
  const reduction =
    passport === null ? findReduction(circumstances, day, rates) : describePassport(passport);
  if ('reason' in reduction || 'overLimit' in reduction) {
    return 'reason' in reduction ? reduction : reduction.overLimit;
  }
  const deductions = findNonDependantDeductions(
    circumstances,
    rates,
    day.agesReadOn,
    circumstances.home?.liablePersons ?? 1,
  );
  if ('reason' in deductions) return deductions;
  return {
    weekly: atLeastZero(
      subtractPence(subtractPence(tax.weekly, reduction.weekly), deductions.weekly),
    ),
    lines: [...reduction.lines, ...deductions.lines],
  };
}

function describePassport(benefit: string): Sum {
  const text = `Income and capital do not count while ${benefit} is paid: excess £0.00.`;
  return { weekly: ZERO_PENCE, lines: [explain(CTB_RULES.passported, text)] };
}

/** What income above the applicable amount takes off; `overLimit`, nothing at all, where capital is too much. */
function findReduction(
  circumstances: Circumstances,
  { benefitCase, agesReadOn, recall }: AwardDay,
  rates: CtbRates,
): Sum | { readonly overLimit: Sum } | Question {
  const tariff = findTariff(circumstances, rates);
  if (tariff.pence === 'over-limit') return { overLimit: tariff.sum };
  const childAges = findCountedAges(circumstances.children, agesReadOn);
  if ('reason' in childAges) return childAges;
  const applicable = findApplicableAmount(circumstances, childAges, rates, agesReadOn, recall);
  if ('reason' in applicable) return applicable;
  const tariffPence = tariff.pence;
  const hasChild = childAges.length > 0;
  const query = { circumstances, benefitCase, rates, agesReadOn, hasChild, tariffPence };
  const income = findCountedIncome(query);
  if ('reason' in income) return income;
  const excess = atLeastZero(subtractPence(income.weekly, applicable.weekly));
  const { numerator, denominator } = rates.taper;
  const weekly = timesRatio(excess, numerator, denominator);
  const pence = roundHalfUp(weekly);
  const percent = (numerator * 100) / denominator;
  const text = `Excess income ${describePence(roundHalfUp(excess))} a week takes off ${percent} %: ${describePence(pence)}.`;
  const line = explain(CTB_RULES.excess, text, pence);
  return { weekly, lines: [...applicable.lines, ...tariff.sum.lines, ...income.lines, line] };
}

function findTariff(
  { capital }: Circumstances,
  { pence }: CtbRates,
): { readonly pence: number | 'over-limit'; readonly sum: Sum } {
  const capitalPence = sumCapital(capital);
  const limits = {
    lower: pence.capitalLowerLimit.value,
    upper: pence.capitalUpperLimit.value,
    step: pence.capitalStep.value,
    perStep: pence.tariffIncomePerStep.value,
  };
  const found = findTariffIncome(capitalPence, limits);
  if (found === 'over-limit') {
    const text = `Capital ${describePence(capitalPence)} is more than ${describePence(limits.upper)}: no benefit by own means.`;
    const sum = { weekly: ZERO_PENCE, lines: [explain(CTB_RULES.capitalLimit, text, 0)] };
    return { pence: found, sum };
  }
  if (found === 0) return { pence: found, sum: { weekly: ZERO_PENCE, lines: [] } };
  const text = `Capital ${describePence(capitalPence)} is taken to bring ${describePence(found)} a week.`;
  const lines = [explain(CTB_RULES.tariffIncome, text, found)];
  return { pence: found, sum: { weekly: exactPence(found), lines } };
}
