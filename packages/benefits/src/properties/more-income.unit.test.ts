import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COUNCILS, councilOffice, tell, timeline } from '../../test/timelines.ts';
import { assessCase } from '../assess-case.ts';
import { type Assessment, rangeOn } from '../award.ts';
import type { Fact, IncomeFact } from '../facts.ts';
import { exactPence, readExact } from '../money.ts';
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

describe(`a bigger income, in ${RUNS} generated timelines`, () => {
  test('with the same hours never raises council tax benefit on any day', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        councilOffice,
        timeline.filter((facts) => facts.some(tellsPay)),
        fc.nat(30),
        fc.integer({ min: 1, max: 20_000 }),
        ({ scheme, given }, facts, pick, byPence) => {
          const paid = facts.filter(tellsPay);
          const less = assessCase(scheme, given, facts);
          const more = assessCase(
            scheme,
            given,
            raise(facts, paid[pick % paid.length] as Fact, byPence),
          );
          for (const day of daysOf(less, more)) {
            const [was, is] = [rangeOn(less, day), rangeOn(more, day)];
            if (was === null || is === null) continue;
            compared += 1;
            const gain = readExact(is.weeklyExact).compare(readExact(was.weeklyExact));
            expect([day, Math.max(0, gain)]).toEqual([day, 0]);
          }
        },
      ),
      { numRuns: RUNS },
    );
    expect(compared).toBeGreaterThan(RUNS);
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
    expect(awardOf(10_100, 30).sub(awardOf(10_000, 29)).equals(exactPence(322))).toBe(true);
    expect(scheme.cliffs?.map(({ name }) => name)).toContain('hours-of-work');
  });
});
