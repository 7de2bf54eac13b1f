import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COUNCILS, councilOffice, day, type Office, tell, timeline } from '../../test/timelines.ts';
import { assessCase } from '../assess-case.ts';
import { type Assessment, rangeOn } from '../award.ts';
import type { Fact, IncomeFact } from '../facts.ts';
import { comparePence, readExact, subtractPence } from '../money.ts';
import { EMPTY_INCOME } from '../sample-cases.ts';

const RUNS = 400;

const tellsPay = (fact: Fact): fact is IncomeFact =>
  fact.fact === 'income' && fact.body?.netPence != null;

/** The same timeline with more pay in every notice of one income. */
function raise(facts: readonly Fact[], paid: Fact, byPence: number): readonly Fact[] {
  return facts.map((fact) =>
    fact.factId === paid.factId && fact.fact === 'income' && fact.body !== null
      ? {
          ...fact,
          body: {
            ...fact.body,
            netPence: (fact.body.netPence ?? 0) + byPence,
            grossPence: (fact.body.grossPence ?? 0) + byPence,
          },
        }
      : fact,
  );
}

/** The days on which either award begins to differ from the day before. */
const daysOf = (...awards: readonly Assessment[]): readonly string[] =>
  awards.flatMap(({ ranges }) => ranges.map(({ from }) => from));

/** Which facts were told late by a person who gains. */
const toldLate = ({ effects }: Assessment): readonly string[] => {
  const late = effects.filter(({ fromNotice }) => fromNotice).map(({ factId }) => factId);
  return [...new Set(late)].sort();
};

/**
 * Compares the awards with less and with more pay in one notice, where both date all facts alike: whose pay turns a late gain into a loss stands at
 * the cliff `told-late`. Answers on how many days both had a number.
 */
function expectNoGain(
  { scheme, given }: Office,
  facts: readonly Fact[],
  pick: number,
  byPence: number,
): number {
  const paid = facts.filter(tellsPay);
  const raised = raise(facts, paid[pick % paid.length] as Fact, byPence);
  const less = assessCase(scheme, given, facts);
  const more = assessCase(scheme, given, raised);
  let compared = 0;
  if (toldLate(less).join() !== toldLate(more).join()) return compared;
  for (const day of daysOf(less, more)) {
    const [was, is] = [rangeOn(less, day), rangeOn(more, day)];
    if (was === null || is === null) continue;
    compared += 1;
    const gain = comparePence(readExact(is.weeklyExact), readExact(was.weeklyExact));
    expect([day, Math.max(0, gain)]).toEqual([day, 0]);
  }
  return compared;
}

/** Pay and nothing else, so that every day has a number: in the reach of the taper, told at once or late. */
const pay = fc
  .record({
    netPence: fc.integer({ min: 5_000, max: 25_000 }),
    hoursPerWeek: fc.constantFrom(8, 16, 24, 30),
    who: fc.constantFrom('claimant', 'claimant', 'partner'),
    kind: fc.constantFrom('employed', 'employed', 'occupational-pension'),
    on: day.filter((on) => on >= '2010-04-05'),
    late: fc.constantFrom(0, 3, 60),
  })
  .map(({ on, late, ...body }) => (factId: string): Fact => {
    const tellPay = () => ({ fact: 'income', body: { ...EMPTY_INCOME, ...body } }) as never;
    return tell({ factId }, tellPay, on, late);
  });
const pays = fc
  .array(pay, { minLength: 1, maxLength: 4 })
  .map((made) => made.map((make, index) => make(`p${index}`)));

describe(`a bigger income, in ${RUNS} generated timelines each`, () => {
  test('with the same hours never raises council tax benefit on any day', () => {
    let compared = 0;
    const paying = timeline.filter((facts) => facts.some(tellsPay));
    const more = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(councilOffice, paying, fc.nat(30), more, (given, facts, pick, byPence) => {
        compared += expectNoGain(given, facts, pick, byPence);
      }),
      { numRuns: RUNS },
    );
    expect(compared).toBeGreaterThan(RUNS);
  });

  test('nor by a little more, in the reach of the taper', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        councilOffice,
        pays,
        fc.nat(3),
        fc.integer({ min: 1, max: 2_500 }),
        (given, facts, pick, byPence) => {
          compared += expectNoGain(given, facts, pick, byPence);
        },
      ),
      { numRuns: RUNS },
    );
    expect(compared).toBeGreaterThan(2 * RUNS);
  });

  test('raises it at a cliff that the rules page lists: the hour that brings the further disregard', () => {
    const [single] = COUNCILS;
    if (single === undefined) throw new RangeError('there is a case of a single person');
    const { scheme, given } = single;
    const awardOf = (netPence: number, hoursPerWeek: number) => {
      const body = () =>
        ({
          fact: 'income',
          body: { ...EMPTY_INCOME, netPence, hoursPerWeek },
        }) as const;
      const award = assessCase(scheme, given, [tell({ factId: 'pay' }, body, '2010-05-12')]);
      return readExact(rangeOn(award, '2010-06-07')?.weeklyExact ?? '0');
    };
    // A fifth of £17.10, less a fifth of the £1.00 more.
    expect(subtractPence(awardOf(10_100, 30), awardOf(10_000, 29))).toBe(322);
    expect(scheme.cliffs?.map(({ name }) => name)).toContain('hours-of-work');
  });

  test('raises it on some days at another: pay told late that takes off more than its end brings', () => {
    const [, , withLodger] = COUNCILS;
    if (withLodger === undefined) throw new RangeError('there is a case with a non-dependant');
    const { scheme, given } = withLodger;
    const awardOf = (grossPence: number) => {
      const income = { who: 'non-dependant', netPence: 20_000, hoursPerWeek: 30, grossPence };
      const period = { startOn: '2010-05-10', endOn: '2010-08-29' } as const;
      const body = () =>
        ({ fact: 'income', body: { ...EMPTY_INCOME, ...income, ...period } }) as never;
      return assessCase(scheme, given, [tell({ factId: 'pay' }, body, '2010-05-10', 145)]);
    };
    const [less, more] = [awardOf(26_000), awardOf(39_000)];
    const weeklyOn = (award: Assessment, day: string) => rangeOn(award, day)?.weeklyPence;
    expect([toldLate(less), toldLate(more)]).toEqual([['pay'], []]);
    // £4.60 comes off as before until the notice of 2 October; or £6.95 in the time of the pay, and £2.30 after it.
    expect(['2010-06-07', '2010-09-06'].map((day) => weeklyOn(less, day))).toEqual([1340, 1340]);
    expect(['2010-06-07', '2010-09-06'].map((day) => weeklyOn(more, day))).toEqual([1105, 1570]);
    expect(scheme.cliffs?.map(({ name }) => name)).toContain('told-late');
  });
});
