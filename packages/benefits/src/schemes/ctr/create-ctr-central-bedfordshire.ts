import type { Question } from '../../award.ts';
import type { Circumstances } from '../../circumstances.ts';
import { notModelled } from '../../weekly-income.ts';
import type { Rule } from '../rule.ts';
import type { AwardDay, Remark, Scheme } from '../scheme.ts';
import { createCtr } from './create-ctr.ts';
import type { BandTable, CtrRates } from './ctr-rates.ts';
import { countChildren, hasDisability } from './household.ts';
import { CTR_NOT_MODELLED } from './not-modelled.ts';

const PAGE = 'Central Bedfordshire Council, public page on its local Council Tax Support scheme';

const RULES = {
  band: {
    name: 'band',
    source: PAGE,
    says: 'The weekly income of the household lies in a band, and the band says what percentage of the council tax is taken off; within a band nothing changes.',
  },
  household: {
    name: 'household-size',
    source: PAGE,
    says: 'There is a table of bands for single people and one for couples, each with no, one, two, or three and more children.',
  },
  passported: {
    name: 'passported',
    source: 'not on the public page; as CTB Regs 2006 reg 74',
    says: "While income support, income-based jobseeker's allowance or income-related employment and support allowance is paid, income and capital do not count: the highest band.",
    unverified: true,
  },
  capital: {
    name: 'capital-limit',
    source: 'Central Bedfordshire Council, public pages on who can get Council Tax Support',
    says: 'With more than £16,000 of capital nothing is taken off.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

const CLIFFS: readonly Remark[] = [
  {
    name: 'band',
    says: 'A penny more income than a band holds takes off a quarter of the council tax at once.',
  },
  {
    name: 'capital-limit',
    says: 'A penny more capital than £16,000 takes the whole reduction away.',
  },
];

const NOT_MODELLED: readonly Remark[] = [
  ...CTR_NOT_MODELLED,
  {
    name: 'band',
    says: 'Income above the highest limit that could be read: couples beyond their 25 % band, and couples with three or more children beyond their 50 % band.',
  },
  {
    name: 'disability-disregard',
    says: 'More income is disregarded with certain disability benefits; the page gives no figure. Asked about outside the highest band.',
  },
];

const TABLES = {
  single: ['single', 'singleOneChild', 'singleTwoChildren', 'singleThreeOrMoreChildren'],
  couple: ['couple', 'coupleOneChild', 'coupleTwoChildren', 'coupleThreeOrMoreChildren'],
} as const;
const MOST_CHILDREN = 3;
const CHILDREN_TEXTS = ['no child', 'one child', 'two children', 'three or more children'] as const;

type CentralBedfordshireRates = CtrRates<(typeof TABLES)[keyof typeof TABLES][number]>;

/** Council tax reduction in Central Bedfordshire: bands of weekly income by the size of the household. */
export function createCtrCentralBedfordshire(rates: CentralBedfordshireRates): Scheme {
  return createCtr({
    rates,
    rules: RULES,
    cliffs: CLIFFS,
    notModelled: NOT_MODELLED,
    findTable: (circumstances, day) => findTable(rates, circumstances, day),
    passported: RULES.passported,
    capitalEnds: RULES.capital,
    findBanded: (income) => ({ figure: income, lines: [income.line] }),
    findDoubt,
  });
}

function findTable(
  { bands }: CentralBedfordshireRates,
  circumstances: Circumstances,
  day: AwardDay,
): { readonly table: BandTable; readonly household: string } | Question {
  const children = countChildren(circumstances, day);
  if (typeof children !== 'number') return children;
  const adults = circumstances.partner === null ? 'single' : 'couple';
  const size = Math.min(children, MOST_CHILDREN) as 0 | 1 | 2 | 3;
  return { table: bands[TABLES[adults][size]], household: `${adults}, ${CHILDREN_TEXTS[size]}` };
}

/** The page names disregards for disability and, in its history, for childcare, without figures. */
function findDoubt(circumstances: Circumstances, { benefitCase }: AwardDay): Question | null {
  if (hasDisability(circumstances)) return notModelled('disability-disregard');
  return (benefitCase.childcare ?? null) === null ? null : notModelled('childcare');
}
