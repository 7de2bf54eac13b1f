import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CLAIM_ENDED } from '../../award-row.ts';
import type { BenefitCase, NonDependant, Partner } from '../../benefit-case.ts';
import { HOME } from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';
import { adult, earns, PLAIN, partnerEarns, pays, rangeIn, receives } from './ctb-sample.ts';

const RUNS = 300;
const pence = (most: number) => fc.integer({ min: 0, max: most });
const flags = fc.record({
  disabilityPremium: fc.boolean(),
  carerPremium: fc.boolean(),
  exemptsNonDependants: fc.boolean(),
  disregardedForDiscount: fc.boolean(),
});

const amounts = fc.record({
  net: pence(40_000),
  partnerNet: pence(40_000),
  other: pence(20_000),
  workingTax: pence(15_000),
  childTax: pence(15_000),
  capital: pence(1_700_000),
  gross: pence(50_000),
});
type Amounts = typeof amounts extends fc.Arbitrary<infer Value> ? Value : never;

const households = fc.record({
  claimant: flags,
  partner: fc.option(flags),
  hours: fc.constantFrom(8, 16, 30),
  partnerHours: fc.constantFrom(8, 16, 30),
  children: fc.array(fc.constantFrom('2010-01-05', '2004-05-06', '1999-07-08'), { maxLength: 3 }),
  childcarePence: pence(35_000),
  others: fc.array(
    fc.record({
      works: fc.boolean(),
      benefits: fc.constantFrom<readonly string[]>([], ['is'], ['jsa-c']),
      isDisregarded: fc.boolean(),
      isPaired: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  liablePersons: fc.constantFrom(1, 2),
  tax: pence(8000),
});
type Household = typeof households extends fc.Arbitrary<infer Value> ? Value : never;

/** The same household with these amounts; the first of the other adults has `gross`, another half a band less. */
function caseOf(household: Household, given: Amounts): BenefitCase {
  const { children } = household;
  const partner: Partner | null =
    household.partner === null
      ? null
      : { birthDate: '1981-03-04', worksSixteenHoursOrMore: false, ...household.partner };
  const nonDependants: readonly NonDependant[] = household.others.map((other, index) => ({
    ...adult({ member: `Sample ${index}`, benefits: other.benefits }),
    grossWeeklyIncomePence: index === 0 ? given.gross : 9000,
    worksSixteenHoursOrMore: other.works,
    disregardedForDiscount: other.isDisregarded,
    couple: other.isPaired ? 'pair' : null,
  }));
  return {
    ...PLAIN,
    claimant: { birthDate: '1979-02-03', ...household.claimant },
    partner,
    children: children.map((birthDate, index) => ({ birthDate, member: `Child ${index}` })),
    nonDependants,
    incomes: [
      earns(given.net, { hoursPerWeek: household.hours }),
      receives(given.other),
      ...(partner === null
        ? []
        : [partnerEarns(given.partnerNet, { hoursPerWeek: household.partnerHours })]),
    ],
    awards: [pays('wtc', given.workingTax), pays('ctc', given.childTax)],
    capitalPence: given.capital,
    childcare:
      children.length === 0
        ? null
        : { weeklyPence: household.childcarePence, children: children.length },
    home: { uprn: HOME, liablePersons: household.liablePersons, singlePersonDiscount: true },
    taxByUprn: { [HOME]: { '2010/11': { weeklyPence: household.tax } } },
  };
}

/** The week's award in pence, or null where it is asked about. */
const award = (given: BenefitCase): number | null => rangeIn(given)?.weeklyPence ?? null;

describe('over any household', () => {
  test('more income, capital or income of another adult never brings more benefit', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        households,
        amounts,
        fc.constantFrom<keyof Amounts>(
          'net',
          'partnerNet',
          'other',
          'workingTax',
          'childTax',
          'capital',
          'gross',
        ),
        pence(30_000),
        (household, given, grows, by) => {
          const before = award(caseOf(household, given));
          const after = award(caseOf(household, { ...given, [grows]: given[grows] + by }));
          if (before === null || after === null) return;
          compared += 1;
          expect(after).toBeLessThanOrEqual(before);
        },
      ),
      { numRuns: RUNS * 3 },
    );
    expect(compared).toBeGreaterThan(RUNS);
  });

  test('an award is never negative, and never more than the tax', () => {
    fc.assert(
      fc.property(households, amounts, (household, given) => {
        const range = rangeIn(caseOf(household, given));
        if (range === null) return;
        const tax = range.lines.find(({ rule }) => rule === 'council-tax')?.amountPence;
        expect(range.weeklyPence).toBeGreaterThanOrEqual(0);
        expect(range.weeklyPence).toBeLessThanOrEqual(tax ?? -1);
        expect(range.entitled).toBe(range.weeklyExact !== '0');
      }),
      { numRuns: RUNS },
    );
  });

  test('a passported award does not depend on income or capital', () => {
    fc.assert(
      fc.property(
        households,
        amounts,
        amounts,
        fc.constantFrom('is' as const, 'jsa-ib' as const, 'esa-ir' as const),
        (household, given, other, benefit) => {
          const passported = (with_: Amounts) => {
            const made = caseOf(household, { ...with_, gross: given.gross });
            return rangeIn({ ...made, awards: [...made.awards, pays(benefit, 6545)] });
          };
          expect(passported(given)?.weeklyExact).toBe(passported(other)?.weeklyExact);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('every line has a rule of the scheme, and its source', () => {
    const known = [...findScheme('ctb').rules, CLAIM_ENDED];
    const rules = new Map(known.map(({ name, source }) => [name, source]));
    fc.assert(
      fc.property(households, amounts, (household, given) => {
        for (const { rule, source, text } of rangeIn(caseOf(household, given))?.lines ?? []) {
          expect(rules.get(rule)).toBe(source);
          expect(text).toMatch(/\.$/);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
