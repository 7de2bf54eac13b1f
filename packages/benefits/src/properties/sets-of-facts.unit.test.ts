import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterPredecessors,
  day,
  office,
  orderKeys,
  passportedOffice,
  shuffle,
  tell,
  telling,
  timeline,
} from '../../test/timelines.ts';
import { assessCase } from '../assess-case.ts';
import { type Assessment, questionOn, rangeOn } from '../award.ts';
import { addDays, daysBetween } from '../calendar.ts';
import { compareAwards } from '../compare-awards.ts';
import { effectOf } from '../effect-of.ts';
import type { Fact } from '../facts.ts';
import { findLiveFacts } from '../live-facts.ts';

const RUNS = 300;
const runs = { numRuns: RUNS };

/** As `toEqual`, which alone takes most of the time of many runs. */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

const recordOf = (facts: readonly Fact[]): unknown => findLiveFacts(facts);

describe(`for ${RUNS} generated timelines each`, () => {
  test('any order and any repeats give the same record and the same award', () => {
    fc.assert(
      fc.property(office, timeline, orderKeys, ({ scheme, given }, facts, keys) => {
        const told = shuffle(facts, keys);
        expectSame(recordOf(told), recordOf(facts));
        expectSame(assessCase(scheme, given, told), assessCase(scheme, given, facts));
      }),
      runs,
    );
  });

  test('taken one by one, in any order that keeps what follows after what it follows, they give the same', () => {
    fc.assert(
      fc.property(office, timeline, orderKeys, ({ scheme, given }, facts, keys) => {
        let before = assessCase(scheme, given, []);
        const taken: Fact[] = [];
        for (const fact of afterPredecessors(shuffle(facts, keys))) {
          const outcome = effectOf(scheme, given, taken, fact, before);
          const isRepeat = outcome.kind === 'no-change' && outcome.reason === 'duplicate';
          if (!isRepeat) taken.push(fact);
          before = outcome.after;
        }
        expectSame(before, assessCase(scheme, given, facts));
      }),
      runs,
    );
  });

  test('an outcome says what the two awards say', () => {
    fc.assert(
      fc.property(office, timeline, telling, day, ({ scheme, given }, facts, body, on) => {
        const outcome = effectOf(scheme, given, facts, tell({ factId: 'new' }, body, on));
        const { firstDifferenceOn } = compareAwards(outcome.before, outcome.after);
        if (outcome.kind === 'applied') expect(outcome.effectiveOn).toBe(firstDifferenceOn);
        if (outcome.kind === 'no-change') expect(firstDifferenceOn).toBeNull();
      }),
      runs,
    );
  });

  test('an annulment gives back exactly the prior pennies and questions', () => {
    fc.assert(
      fc.property(office, timeline, telling, day, day, ({ scheme, given }, facts, body, on, at) => {
        const fact = tell({ factId: 'new' }, body, on);
        const annuls = { factId: 'undo', changeType: 'annulled', previousFactId: 'new' } as const;
        const annulled = { ...fact, ...annuls, occurredOn: at, body: null } as Fact;
        const before = assessCase(scheme, given, facts);
        expectSame(assessCase(scheme, given, [...facts, fact, annulled]), before);
        const meanwhile = assessCase(scheme, given, [...facts, fact]);
        const and = compareAwards(meanwhile, before);
        const back = compareAwards(before, meanwhile);
        expect(and.byFinancialYear.map(({ overpaymentPence }) => overpaymentPence)).toEqual(
          back.byFinancialYear.map(({ underpaymentPence }) => underpaymentPence),
        );
      }),
      runs,
    );
  });

  test('every day from the first to the last lies in exactly one range or one question', () => {
    fc.assert(
      fc.property(office, timeline, ({ scheme, given }, facts) => {
        checkDays(assessCase(scheme, given, facts));
      }),
      runs,
    );
  });

  test('while a passport is paid, no income and no capital changes the award', () => {
    const means = telling.filter((body) => {
      const told = body('2010-06-01');
      const who = (told.body as { readonly who?: string } | null)?.who;
      return (told.fact === 'income' && who !== 'non-dependant') || told.fact === 'capital';
    });
    fc.assert(
      fc.property(
        passportedOffice,
        fc.array(fc.tuple(means, day), { minLength: 1, maxLength: 6 }),
        ({ scheme, given }, told) => {
          const facts = told.map(([body, on], index) => tell({ factId: `i${index}` }, body, on));
          const award = assessCase(scheme, given, facts);
          expect(award.ranges).toEqual(assessCase(scheme, given, []).ranges);
        },
      ),
      runs,
    );
  });
});

/** Days are told by their edges: each first and last day of a range or question, and the days beside it. */
function checkDays(assessment: Assessment): void {
  const { from, coversTo, ranges, toVerify } = assessment;
  const edges = [...ranges, ...toVerify].flatMap((row) => [row.from, row.to ?? coversTo]);
  const days = [from, coversTo, ...edges.flatMap((on) => [-1, 0, 1].map((by) => addDays(on, by)))];
  for (const on of new Set(days.filter((one) => from <= one && one <= coversTo))) {
    const known = ranges.filter((row) => row.from <= on && (row.to === null || on <= row.to));
    expect([on, known.length]).toEqual([on, questionOn(assessment, on) === null ? 1 : 0]);
    expect(rangeOn(assessment, on) === null).toBe(known.length === 0);
  }
  for (const range of ranges) {
    expect(range.weeklyPence).toBeGreaterThanOrEqual(0);
    expect(daysBetween(range.from, range.to ?? coversTo)).toBeGreaterThanOrEqual(0);
  }
}
