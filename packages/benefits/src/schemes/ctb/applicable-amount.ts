import type { AwardLine, Question } from '../../award.ts';
import type { Adult } from '../../benefit-case.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import { describePence, exactPence } from '../../money.ts';
import type { Recall } from '../../recall.ts';
import { missingField } from '../../weekly-income.ts';
import type { Sum } from '../figure.ts';
import { explain, type Rule } from '../rule.ts';
import type { CtbRates } from './ctb-rates.ts';
import { CTB_RULES } from './ctb-rules.ts';

const ADULT_RATE_FROM_AGE = 25;

type Part = { readonly rule: Rule; readonly what: string; readonly pence: number };

/** Allowances and premiums for the household; `childAges` of the children who count. [CTB Regs 2006 Sch 1] */
export function findApplicableAmount(
  { claimant, partner }: Circumstances,
  childAges: readonly number[],
  rates: CtbRates,
  agesReadOn: IsoDate,
  recall: Recall,
): Sum | Question {
  const { birthDate } = claimant;
  if (birthDate === null) return missingField('claimant.birthDate');
  const isGrown = ageOn(birthDate, agesReadOn) >= ADULT_RATE_FROM_AGE;
  const isUnderOne = childAges.some((age) => age < 1);
  return recall(addParts, claimant, partner, isGrown, childAges.length, isUnderOne, rates);
}

function addParts(
  claimant: Adult,
  partner: Adult | null,
  isGrown: boolean,
  children: number,
  isUnderOne: boolean,
  rates: CtbRates,
): Sum {
  const parts = [
    findPersonalAllowance(partner, children > 0, isGrown, rates),
    ...listChildParts(children, isUnderOne, rates),
    ...listPremiums(claimant, partner, rates),
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
  partner: Adult | null,
  hasChild: boolean,
  isGrown: boolean,
  { pence }: CtbRates,
): Part {
  const rule = CTB_RULES.personalAllowance;
  if (partner !== null) {
    return { rule, what: 'Allowance, couple', pence: pence.personalAllowanceCouple.value };
  }
  if (hasChild) {
    return { rule, what: 'Allowance, lone parent', pence: pence.personalAllowanceLoneParent.value };
  }
  return isGrown
    ? { rule, what: 'Allowance, 25 or over', pence: pence.personalAllowanceSingle25.value }
    : { rule, what: 'Allowance, under 25', pence: pence.personalAllowanceSingle18To24.value };
}

function listChildParts(
  children: number,
  isUnderOne: boolean,
  { pence }: CtbRates,
): readonly Part[] {
  if (children === 0) return [];
  const underOne = isUnderOne ? pence.familyPremiumChildUnderOne.value : 0;
  return [
    {
      rule: CTB_RULES.childAllowance,
      what: `Allowances, ${children === 1 ? 'one child' : `${children} children`}`,
      pence: children * pence.personalAllowanceChild.value,
    },
    {
      rule: CTB_RULES.familyPremium,
      what: underOne > 0 ? 'Family premium with a child under one' : 'Family premium',
      pence: pence.familyPremium.value + underOne,
    },
  ];
}

function listPremiums(
  claimant: Adult,
  partner: Adult | null,
  { pence }: CtbRates,
): readonly Part[] {
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
