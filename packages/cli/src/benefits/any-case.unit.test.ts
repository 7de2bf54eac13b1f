import { expect, test } from '@jest/globals';
import { assessCase, SCHEMES } from '@told/benefits';
import fc from 'fast-check';
import { CliError } from '../exit-codes.ts';
import { explainAward } from './explain-award.ts';
import { readCase } from './read-case.ts';

const dayBetween = (from: string, to: string) =>
  fc
    .integer({ min: Date.parse(from), max: Date.parse(to) })
    .map((ms) => new Date(ms).toISOString().slice(0, 10));
const day = fc.oneof(
  { weight: 6, arbitrary: dayBetween('2010-03-25', '2011-04-20') },
  dayBetween('1990-01-01', '2030-01-01'),
  fc.constantFrom('2012-02-29', '2010-04-01', '2011-03-31', '2011-04-01'),
);
const pence = fc.oneof(
  { weight: 8, arbitrary: fc.nat(60_000) },
  fc.constantFrom(0, 1, 600_001, 1_600_001, 100_000_000),
);
/** Some of the fields, in any combination. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []) =>
  fc.record(fields, { requiredKeys } as { requiredKeys: [] });
const few = (item: fc.Arbitrary<unknown>) => fc.array(item, { maxLength: 2 });

const benefit = fc.constantFrom(
  'is',
  'jsa-ib',
  'jsa-c',
  'esa-ir',
  'pc-savings',
  'hb',
  'wtc',
  'ctc',
);
const age = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 16, max: 70 }) }, fc.nat(130));
const member = fc.constantFrom('Sam', 'Kim', 'Alex');
const pay = {
  kind: fc.constantFrom('employed', 'employed', 'self-employed', 'occupational-pension', 'other'),
  netPence: pence,
  payPeriod: fc.constantFrom('weekly', 'two-weekly', 'four-weekly', 'monthly', 'yearly'),
  hoursPerWeek: fc.nat(60),
  pensionContributionPence: fc.nat(5000),
  employer: fc.constantFrom('Sample Stores', 'Sample Bakery'),
  expectedToLastFiveWeeks: fc.boolean(),
};
const flags = {
  disabilityPremium: fc.boolean(),
  carerPremium: fc.boolean(),
  exemptsNonDependants: fc.boolean(),
  specialOccupation: fc.boolean(),
  disregardedForDiscount: fc.boolean(),
};

const header = {
  changeType: fc.constantFrom('created', 'created', 'corrected', 'ended', 'annulled'),
  previousChangeId: fc.constantFrom('#1', '#2', '#3'),
  occurredOn: day,
  notifiedOn: day,
  noticeExtended: fc.boolean(),
};
const RECORDS = {
  income: some(
    {
      ...pay,
      who: fc.constantFrom('claimant', 'partner', 'non-dependant'),
      startOn: day,
      endOn: day,
    },
    ['kind', 'who'],
  ),
  address: some(
    {
      role: fc.constantFrom('moved-in', 'moved-out'),
      fromUprn: fc.constant('17'),
      toUprn: fc.constantFrom('18', '19'),
      movedOutOn: day,
      movedInOn: day,
      liablePersons: fc.integer({ min: 1, max: 3 }),
      isOutsideArea: fc.boolean(),
    },
    ['role'],
  ),
  household: some(
    {
      member,
      relation: fc.constantFrom('partner', 'child', 'non-dependant', 'joint-tenant'),
      birthDate: dayBetween('1940-01-01', '2011-01-01'),
      joinedOn: day,
      leftOn: day,
      worksSixteenHoursOrMore: fc.boolean(),
      grossWeeklyIncomePence: pence,
      benefits: few(benefit),
    },
    ['relation'],
  ),
  benefitAward: some(
    {
      benefit,
      action: fc.constantFrom('start', 'change', 'stop'),
      weeklyAmountPence: pence,
      from: day,
      lastDayOfEntitlement: day,
    },
    ['benefit', 'action'],
  ),
  capital: some(
    { totalPence: pence, owner: fc.constantFrom('claimant', 'partner', 'couple'), asOf: day },
    ['totalPence', 'owner'],
  ),
  identity: some({ birthDate: dayBetween('1940-01-01', '2000-01-01') }, ['birthDate']),
  death: some(
    { who: fc.constantFrom('claimant', 'partner', 'child', 'non-dependant'), member, diedOn: day },
    ['who', 'diedOn'],
  ),
};
const fact = fc.oneof(
  ...Object.entries(RECORDS).map(([name, record]) =>
    fc
      .tuple(some(header, ['changeType', 'occurredOn']), record)
      .map(
        ([{ previousChangeId, ...told }, body]: readonly Record<string, unknown>[] &
          [Record<string, unknown>, unknown]) => ({
          ...told,
          fact: name,
          ...(told['changeType'] !== 'annulled' && { [name]: body }),
          ...(told['changeType'] !== 'created' && { previousChangeId: previousChangeId ?? '#1' }),
        }),
      ),
  ),
);

const household = some(
  {
    from: day,
    claimant: some({ age, ...flags }),
    partner: some({ age, member, worksSixteenHoursOrMore: fc.boolean(), ...flags }),
    children: few(some({ age: fc.nat(20), member, childBenefitInPayment: fc.boolean() })),
    nonDependants: few(
      some({
        age,
        member,
        worksSixteenHoursOrMore: fc.boolean(),
        grossWeeklyIncomePence: pence,
        benefits: few(benefit),
        couple: fc.constant('a'),
        disregardedForDiscount: fc.boolean(),
      }),
    ),
    incomes: few(
      some({ ...pay, who: fc.constantFrom('claimant', 'claimant', 'partner') }, ['kind', 'who']),
    ),
    benefits: fc.array(some({ benefit, weeklyAmountPence: pence }, ['benefit']), { maxLength: 1 }),
    capitalPence: pence,
    applicableAmountPence: pence,
    otherHomes: fc.constant([{ uprn: '18', annualPence: 109_500 }]),
    facts: fc.array(fact, { maxLength: 6 }),
  },
  ['claimant'],
);
const home = some({
  liablePersons: fc.integer({ min: 1, max: 3 }),
  singlePersonDiscount: fc.boolean(),
  uprn: fc.constant('17'),
});

test('no case crashes: each is awarded, asked about or refused, by every scheme', () => {
  const counts = { refused: 0, awarded: 0, asked: 0 };
  fc.assert(
    fc.property(household, home, fc.constantFrom(...SCHEMES), (given, tax, scheme) => {
      const json = {
        ...(given as object),
        councilTax: { weeklyPence: 1800, ...(tax as object) },
        jobseeker: { weekEndsOn: 'friday' },
        universalCredit: { assessmentPeriodFromDay: 31 },
      };
      try {
        const { benefitCase, facts } = readCase(json, scheme);
        const assessment = assessCase(scheme, benefitCase, facts);
        const { ranges } = explainAward(scheme, assessment, {
          otherRates: false,
          claimStartOn: benefitCase.claimStartOn,
        });
        if (ranges.length > 0) counts.awarded += 1;
        else counts.asked += 1;
        for (const range of ranges) {
          expect(Number.isSafeInteger(range.weeklyPence) && range.weeklyPence >= 0).toBe(true);
          expect(range.from <= range.to).toBe(true);
        }
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        expect(error.exit).toBe('refused');
        counts.refused += 1;
      }
    }),
    { numRuns: 600 },
  );
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(5);
});
