import type { AwardLine, Question } from '../../award.ts';
import type { Adult, BenefitCase, Person } from '../../benefit-case.ts';
import { ageOn, type IsoDate } from '../../calendar.ts';
import type { Circumstances } from '../../circumstances.ts';
import {
  atLeastZero,
  describePence,
  exactPence,
  roundHalfUp,
  subtractPence,
  ZERO_PENCE,
} from '../../money.ts';
import { missingField, notModelled } from '../../weekly-income.ts';
import type { Figure } from '../figure.ts';
import { explain, type Rule } from '../rule.ts';
import type { AwardDay, Remark, Scheme } from '../scheme.ts';
import { createCtr } from './create-ctr.ts';
import type { BandTable, CtrRates } from './ctr-rates.ts';
import { countChildren, hasDisability } from './household.ts';
import { CTR_NOT_MODELLED } from './not-modelled.ts';

const PAGE =
  'Luton Council, public page on Council Tax Reduction 2020/21 for working age people not on passported benefits';

const RULES = {
  band: {
    name: 'band',
    source: PAGE,
    says: 'The weekly excess income lies in a band, and the band says what percentage of the council tax is taken off; within a band nothing changes.',
  },
  group: {
    name: 'group',
    source: PAGE,
    says: 'These bands are for households with a disabled person, a carer or a child; other households, and those on a passporting benefit, have tables of their own.',
  },
  applicableAmount: {
    name: 'applicable-amount',
    source: "the office's own record: no public page gives the allowances",
    says: "What the household needs a week by the council's scheme, as its officer worked it out for the first day; it counts while the household is the same.",
    unverified: true,
  },
  excess: {
    name: 'excess',
    source: PAGE,
    says: 'Excess income is the weekly income above the applicable amount.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

const CLIFFS: readonly Remark[] = [
  {
    name: 'band',
    says: 'A penny more excess income than a band holds takes 5 to 30 % of the council tax off the award at once.',
  },
];

const NOT_MODELLED: readonly Remark[] = [
  ...CTR_NOT_MODELLED,
  {
    name: 'passported',
    says: "Households on income support, income-based jobseeker's allowance or income-related employment and support allowance: their table was not read.",
  },
  {
    name: 'group',
    says: 'Single people and couples without disability, care or children: their table was not read.',
  },
  {
    name: 'applicable-amount',
    says: 'Income above nil where the case does not state the applicable amount, or where the household is another than the one for which it was stated.',
  },
];

type LutonRates = CtrRates<'disabledCarerFamily'>;

/**
 * Council tax reduction in Luton 2020/21: bands of weekly *excess* income for households with a
 * disabled person, a carer or a child that are not passported.
 *
 * No public page gives this council's allowances, and the national ones are no safe guess: whether
 * the scheme kept the family premium or limits the number of children decides between bands that are
 * 30 % apart. So the applicable amount is what the office's own record states for the household, and
 * without it there is a number only where it cannot matter: no income leaves no excess.
 */
export function createCtrLuton(rates: LutonRates): Scheme {
  return createCtr({
    rates,
    rules: RULES,
    cliffs: CLIFFS,
    notModelled: NOT_MODELLED,
    findTable: (circumstances, day) => findTable(rates, circumstances, day),
    passported: null,
    capitalEnds: null,
    findBanded: (income, circumstances, day) => findExcess(rates, income, circumstances, day),
    findDoubt: (_circumstances, { benefitCase }) =>
      (benefitCase.childcare ?? null) === null ? null : notModelled('childcare'),
  });
}

function findTable(
  { bands }: LutonRates,
  circumstances: Circumstances,
  day: AwardDay,
): { readonly table: BandTable; readonly household: string } | Question {
  const children = countChildren(circumstances, day);
  if (typeof children !== 'number') return children;
  const { claimant, partner } = circumstances;
  const isCarer = [claimant, partner].some((adult) => adult?.carerPremium === true);
  const isInGroup = children > 0 || isCarer || hasDisability(circumstances);
  return isInGroup
    ? { table: bands.disabledCarerFamily, household: 'disabled, carer or family' }
    : notModelled('group');
}

function findExcess(
  rates: LutonRates,
  income: Figure,
  circumstances: Circumstances,
  day: AwardDay,
): { readonly figure: Figure; readonly lines: readonly AwardLine[] } | Question {
  const lines = [income.line];
  const needs = findApplicableAmount(rates, circumstances, day);
  if (typeof needs !== 'number') {
    if (income.weekly !== ZERO_PENCE) return needs;
    const line = explain(RULES.excess, 'Without income there is no excess income.', 0);
    return { figure: { weekly: income.weekly, line }, lines: [...lines, line] };
  }
  const needsText = `Applicable amount ${describePence(needs)} a week, as stated in the case.`;
  const weekly = atLeastZero(subtractPence(income.weekly, exactPence(needs)));
  const pence = roundHalfUp(weekly);
  const line = explain(RULES.excess, `Excess income ${describePence(pence)} a week.`, pence);
  return {
    figure: { weekly, line },
    lines: [...lines, explain(RULES.applicableAmount, needsText, needs), line],
  };
}

/** The stated amount, for the household and the year for which it was stated. */
function findApplicableAmount(
  { period }: LutonRates,
  circumstances: Circumstances,
  { benefitCase, agesReadOn }: AwardDay,
): number | Question {
  const stated = benefitCase.applicableAmountPence ?? null;
  if (stated === null) return missingField('applicableAmountPence');
  const isSame =
    benefitCase.claimStartOn >= period.from &&
    describeHousehold(circumstances, agesReadOn) ===
      describeHousehold(benefitCase, benefitCase.claimStartOn);
  return isSame ? stated : notModelled('applicable-amount');
}

/** From 25 an allowance may be greater. */
const ADULT_RATE_FROM_AGE = 25;

/** Everything that allowances and premiums go by, as a text to compare. */
function describeHousehold(
  { claimant, partner, children }: Pick<BenefitCase, 'claimant' | 'partner' | 'children'>,
  day: IsoDate,
): string {
  const describe = (adult: Adult): readonly boolean[] => [
    adult.disabilityPremium === true,
    adult.exemptsNonDependants === true,
    adult.carerPremium === true,
    isGrown(adult, day),
  ];
  return JSON.stringify([
    describe(claimant),
    partner === null ? null : describe(partner),
    children.map(({ birthDate }) => birthDate).sort(),
  ]);
}

const isGrown = ({ birthDate }: Person, day: IsoDate): boolean =>
  birthDate !== null && ageOn(birthDate, day) >= ADULT_RATE_FROM_AGE;
