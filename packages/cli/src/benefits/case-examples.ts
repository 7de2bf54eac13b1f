import type { ChangeKind, IsoDate } from '@told/benefits';
import type { PlainCase } from './plain-case.ts';

/** A case of the reference page with the answers that a test holds it to. */
export interface CaseExample {
  readonly scheme: string;
  readonly title: string;
  readonly given: PlainCase;
  /** Null: to be verified. */
  readonly awards: readonly { readonly on: IsoDate; readonly weeklyPence: number | null }[];
  readonly dates: readonly {
    readonly fact: ChangeKind;
    readonly on: IsoDate;
    readonly effectiveOn: IsoDate;
  }[];
}

const WORK = {
  who: 'claimant',
  kind: 'employed',
  payPeriod: 'weekly',
  hoursPerWeek: 16,
} as const;

/** Single, 31, on jobseeker's allowance, council tax of £18 a week; on 12 May 2010 work begins that ends the passport. */
const STARTS_WORK: PlainCase = {
  claimant: { age: 31 },
  benefits: [{ benefit: 'jsa-ib', weeklyAmountPence: 6545, from: '2010-03-01' }],
  councilTax: { weeklyPence: 1800 },
  facts: [
    {
      changeId: 'work-starts',
      fact: 'income',
      occurredOn: '2010-05-12',
      income: { ...WORK, netPence: 9280, startOn: '2010-05-12' },
    },
    {
      changeId: 'allowance-stops',
      fact: 'benefitAward',
      occurredOn: '2010-05-12',
      benefitAward: { benefit: 'jsa-ib', action: 'stop', lastDayOfEntitlement: '2010-05-11' },
    },
  ],
};

const SINGLE_PAY = [
  { on: '2010-05-10', weeklyPence: 1800 },
  { on: '2010-05-17', weeklyPence: 1353 },
];

/** One at least for every scheme; `told benefits` is tried with each by a test. */
export const CASE_EXAMPLES: readonly CaseExample[] = [
  {
    scheme: 'ctb-2010-11',
    title:
      "Work of 16 hours begins on Wednesday 12 May 2010 and ends jobseeker's allowance: income counts from the next benefit week.",
    given: STARTS_WORK,
    awards: SINGLE_PAY,
    dates: [{ fact: 'income', on: '2010-05-12', effectiveOn: '2010-05-17' }],
  },
  {
    scheme: 'ctb-2011-12',
    title: 'A couple with a child, by gross pay and what was taken off it; the year has 366 days.',
    given: {
      claimant: { age: 34 },
      partner: { age: 33 },
      children: [{ age: 7 }],
      incomes: [
        {
          ...WORK,
          grossPence: 30_000,
          taxPence: 3000,
          nationalInsurancePence: 2000,
          pensionContributionPence: 1000,
          hoursPerWeek: 37,
        },
      ],
      capitalPence: 650_000,
      councilTax: { annualPence: 128_100 },
    },
    awards: [{ on: '2011-06-01', weeklyPence: 1766 }],
    dates: [],
  },
  {
    scheme: 'ctb',
    title: 'An award that runs on over 1 April: each financial year by its own tax and rates.',
    given: {
      from: '2011-03-07',
      claimant: { birthDate: '1979-02-03' },
      incomes: [{ ...WORK, netPence: 9280 }],
      councilTax: { annualPenceByYear: { '2010/11': 94_900, '2011/12': 95_160 } },
    },
    awards: [
      { on: '2011-03-31', weeklyPence: 1373 },
      { on: '2011-04-01', weeklyPence: 1414 },
    ],
    dates: [],
  },
  {
    scheme: 'jsa-ib-2010-11',
    title: 'Ten hours of work; the week ends on Wednesday, by the last digits of the number.',
    given: {
      claimant: { age: 31 },
      jobseeker: { ninoLastTwoDigits: '56' },
      incomes: [{ ...WORK, netPence: 5000, hoursPerWeek: 10 }],
    },
    awards: [{ on: '2010-05-12', weeklyPence: 2045 }],
    dates: [
      { fact: 'income', on: '2010-05-12', effectiveOn: '2010-05-06' },
      { fact: 'entitlement-ends', on: '2010-05-12', effectiveOn: '2010-05-12' },
    ],
  },
  {
    scheme: 'jsa-ib-2011-12',
    title: 'Aged 20, without any income.',
    given: { claimant: { age: 20 }, jobseeker: { weekEndsOn: 'friday' } },
    awards: [{ on: '2011-06-01', weeklyPence: 5345 }],
    dates: [],
  },
  {
    scheme: 'jsa-ib',
    title: 'The rates change with the first benefit week that begins on or after 11 April 2011.',
    given: { from: '2011-01-06', claimant: { age: 31 }, jobseeker: { weekEndsOn: 'wednesday' } },
    awards: [
      { on: '2011-04-13', weeklyPence: 6545 },
      { on: '2011-04-14', weeklyPence: 6750 },
    ],
    dates: [],
  },
  {
    scheme: 'ctr-central-bedfordshire',
    title: 'A single person in the band of 75 %.',
    given: {
      claimant: { age: 40 },
      incomes: [{ ...WORK, netPence: 15_000, hoursPerWeek: 20 }],
      councilTax: { annualPence: 146_000 },
    },
    awards: [{ on: '2020-06-01', weeklyPence: 2100 }],
    dates: [],
  },
  {
    scheme: 'ctr-luton',
    title:
      'A lone parent, in the band of an excess of £20.00 over what the council says that the household needs.',
    given: {
      claimant: { age: 40 },
      children: [{ age: 8 }],
      incomes: [{ ...WORK, netPence: 15_000, hoursPerWeek: 20 }],
      applicableAmountPence: 13_000,
      councilTax: { annualPence: 146_000 },
    },
    awards: [{ on: '2020-06-01', weeklyPence: 1960 }],
    dates: [],
  },
  {
    scheme: 'council-tax',
    title:
      'What is due, by exact days: a partner joins on Wednesday 12 May 2010, and the discount of 25 % is gone from that day.',
    given: {
      claimant: { age: 31 },
      councilTax: { annualPenceByYear: { '2010/11': 94_900 }, singlePersonDiscount: true },
      facts: [
        {
          fact: 'household',
          occurredOn: '2010-05-12',
          household: { member: 'Kim', relation: 'partner', birthDate: '1981-03-04' },
        },
      ],
    },
    awards: [
      { on: '2010-05-11', weeklyPence: 1365 },
      { on: '2010-05-12', weeklyPence: 1820 },
    ],
    dates: [{ fact: 'council-tax', on: '2010-05-12', effectiveOn: '2010-05-12' }],
  },
  {
    scheme: 'uc',
    title: 'Dates only: a change counts for the whole assessment period.',
    given: { claimant: { age: 31 }, universalCredit: { assessmentPeriodFromDay: 5 } },
    awards: [],
    dates: [{ fact: 'income', on: '2010-05-12', effectiveOn: '2010-05-05' }],
  },
  {
    scheme: 'esa',
    title: 'Dates only: the week in which it happens.',
    given: { claimant: { age: 31 }, jobseeker: { weekEndsOn: 'wednesday' } },
    awards: [],
    dates: [{ fact: 'income', on: '2010-05-12', effectiveOn: '2010-05-06' }],
  },
  {
    scheme: 'hb-2010-11',
    title: 'Dates only: a move counts from the day, another change from the next Monday.',
    given: { claimant: { age: 31 } },
    awards: [],
    dates: [
      { fact: 'move', on: '2010-05-12', effectiveOn: '2010-05-12' },
      { fact: 'income', on: '2010-05-12', effectiveOn: '2010-05-17' },
    ],
  },
  {
    scheme: 'hb-pension-age',
    title: 'Dates only: a non-dependant who joins counts 26 weeks later.',
    given: { claimant: { age: 70 } },
    awards: [],
    dates: [{ fact: 'non-dependant-joins', on: '2010-05-12', effectiveOn: '2010-11-15' }],
  },
  {
    scheme: 'ctb-pension-age',
    title: 'Dates only: the same rule for council tax benefit.',
    given: { claimant: { age: 70 } },
    awards: [],
    dates: [{ fact: 'non-dependant-joins', on: '2010-05-12', effectiveOn: '2010-11-15' }],
  },
];
