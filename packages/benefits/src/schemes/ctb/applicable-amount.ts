import type { AwardLine, Question } from '../../award.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import { describePence, exactPence } from '../../money.ts';
import { missingField } from '../../weekly-income.ts';
import type { Sum } from '../figure.ts';
import { explain, type Rule } from '../rule.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';

const ADULT_RATE_FROM_AGE = 25;

type Part = { readonly rule: Rule; readonly what: string; readonly pence: number };

/** Allowances and premiums for the household; `childAges` of the children who count. [CTB Regs 2006 Sch 1] */
export function findApplicableAmount(
  circumstances: Circumstances,
  childAges: readonly number[],
  rates: CtbRates,
  agesReadOn: IsoDate,
): Sum | Question {
  const { birthDate } = circumstances.claimant;
  if (birthDate === null) return missingField('claimant.birthDate');
  const parts = [
    findPersonalAllowance(circumstances, childAges.length > 0, ageOn(birthDate, agesReadOn), rates),
    ...listChildParts(childAges, rates),
    ...listPremiums(circumstances, rates),
  ];
  const pence = parts.reduce((sum, part) => sum + part.pence, 0);
  const total = explain(
    CTB_RULES.applicableAmount,
    `Applicable amount ${describePence(pence)} a week.`,
    pence,
  );
  return {
    weekly: exactPence(pence),
    // One part alone is the total.
    lines: parts.length === 1 ? [total] : [...parts.map(describePart), total],
  };
}

const describePart = ({ rule, what, pence }: Part): AwardLine =>
  explain(rule, `${what}: ${describePence(pence)} a week.`, pence);

function findPersonalAllowance(
  { partner }: Circumstances,
  hasChild: boolean,
  age: number,
  { pence }: CtbRates,
): Part {
  const rule = CTB_RULES.personalAllowance;
  if (partner !== null) {
    return { rule, what: 'Allowance, couple', pence: pence.personalAllowanceCouple.value };
  }
  if (hasChild) {
    return { rule, what: 'Allowance, lone parent', pence: pence.personalAllowanceLoneParent.value };
  }
  return age >= ADULT_RATE_FROM_AGE
    ? { rule, what: 'Allowance, 25 or over', pence: pence.personalAllowanceSingle25.value }
    : { rule, what: 'Allowance, under 25', pence: pence.personalAllowanceSingle18To24.value };
}

function listChildParts(ages: readonly number[], { pence }: CtbRates): readonly Part[] {
  if (ages.length === 0) return [];
  const underOne = ages.some((age) => age < 1) ? pence.familyPremiumChildUnderOne.value : 0;
  return [
    {
      rule: CTB_RULES.childAllowance,
      what: `Allowances, ${ages.length === 1 ? 'one child' : `${ages.length} children`}`,
      pence: ages.length * pence.personalAllowanceChild.value,
    },
    {
      rule: CTB_RULES.familyPremium,
      what: underOne > 0 ? 'Family premium with a child under one' : 'Family premium',
      pence: pence.familyPremium.value + underOne,
    },
  ];
}

function listPremiums({ claimant, partner }: Circumstances, { pence }: CtbRates): readonly Part[] {
  const adults = partner === null ? [claimant] : [claimant, partner];
  const parts: Part[] = [];
  if (adults.some(({ disabilityPremium }) => disabilityPremium === true)) {
    const rate = partner === null ? pence.disabilityPremiumSingle : pence.disabilityPremiumCouple;
    const rule = CTB_RULES.disabilityPremium;
    parts.push({ rule, what: 'Disability premium', pence: rate.value });
  }
  const carers = adults.filter(({ carerPremium }) => carerPremium === true).length;
  if (carers > 0) {
    const what = carers === 1 ? 'Carer premium' : 'Carer premium, each of two';
    const rule = CTB_RULES.carerPremium;
    parts.push({ rule, what, pence: carers * pence.carerPremium.value });
  }
  return parts;
}
