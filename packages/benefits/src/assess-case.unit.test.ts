import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessCase } from './assess-case.ts';
import { questionOn, rangeOn } from './award.ts';
import { totalBetween } from './award-weeks.ts';
import type { BenefitCase } from './benefit-case.ts';
import { addDays, daysBetween } from './calendar.ts';
import type { Fact } from './facts.ts';
import { addPence, writeExact } from './money.ts';
import {
  annuls,
  benefitStops,
  DEARER_HOME,
  HOME,
  JOBSEEKER_CASE,
  movesHome,
  PASSPORTED_CASE,
  partnerJoins,
  SINGLE_CASE,
  startsWork,
} from './sample-cases.ts';
import { findScheme } from './schemes/find-scheme.ts';
import type { Scheme } from './schemes/scheme.ts';

const ctb201011 = findScheme('ctb-2010-11');
const jsaIb201011 = findScheme('jsa-ib-2010-11');

const offices: readonly (readonly [Scheme, BenefitCase])[] = [
  [ctb201011, SINGLE_CASE],
  [ctb201011, PASSPORTED_CASE],
  [jsaIb201011, JOBSEEKER_CASE],
];
const office = fc.constantFrom(...offices);
const day = fc.integer({ min: 0, max: 350 }).map((days) => addDays('2010-04-01', days));
const lateness = fc.constantFrom(0, 1, 20, 45, 100);
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(value, { nil: null, freq: 12 });

const income = fc
  .record({
    netPence: optional(fc.integer({ min: 0, max: 30_000 })),
    hoursPerWeek: optional(fc.integer({ min: 0, max: 45 })),
    payPeriod: fc.constantFrom('weekly', 'two-weekly', 'monthly'),
    employer: fc.constantFrom('A', 'B'),
    who: fc.constantFrom('claimant', 'partner'),
    weeks: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
  })
  .map(
    ({ weeks, ...body }) =>
      (on: string, header: { readonly factId: string }): Fact =>
        startsWork(header, on, { ...body, endOn: weeks === null ? null : addDays(on, weeks * 7) }),
  );
const move = fc.constantFrom(HOME, DEARER_HOME, '1').map(
  (toUprn) =>
    (on: string, header: { readonly factId: string }): Fact =>
      movesHome(header, on, { toUprn, fromUprn: null, movedOutOn: on }),
);
const partner = fc.boolean().map(
  (works) =>
    (on: string, header: { readonly factId: string }): Fact =>
      partnerJoins(header, on, { worksSixteenHoursOrMore: works }),
);
const stop = fc.constant(
  (on: string, header: { readonly factId: string }): Fact => benefitStops(header, on),
);
const told = fc.tuple(fc.oneof(income, move, partner, stop), day, lateness);

/** Some facts, each perhaps corrected, ended or annulled. */
const facts = fc
  .array(fc.tuple(told, fc.constantFrom('alone', 'alone', 'corrected', 'annulled'), income, day), {
    maxLength: 5,
  })
  .map((rows) =>
    rows.flatMap(([[make, on, late], fate, other, otherDay], index): Fact[] => {
      const notifiedOn = addDays(on, late);
      const header = { factId: `f${index}`, notifiedOn, receivedOn: notifiedOn };
      const fact = make(on, header);
      if (fate === 'annulled') return [fact, annuls(`x${index}`, fact)];
      if (fate !== 'corrected' || fact.fact !== 'income') return [fact];
      const corrected = other(otherDay, { ...header, factId: `c${index}` });
      return [fact, { ...corrected, changeType: 'corrected', previousFactId: fact.factId }];
    }),
  );

describe('for every set of facts', () => {
  test('order and repeats do not matter', () => {
    fc.assert(
      fc.property(office, facts, fc.infiniteStream(fc.nat()), ([scheme, given], set, stream) => {
        const shuffled = [...set, ...set]
          .map((fact) => ({ fact, at: stream.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ fact }) => fact);
        expect(assessCase(scheme, given, shuffled)).toEqual(assessCase(scheme, given, set));
      }),
      { numRuns: 300 },
    );
  });

  test('an annulled fact leaves exactly the prior pennies, whatever else is told', () => {
    fc.assert(
      fc.property(office, facts, told, ([scheme, given], set, [make, on, late]) => {
        const notifiedOn = addDays(on, late);
        const fact = make(on, { factId: 'new', ...{ notifiedOn, receivedOn: notifiedOn } });
        const before = assessCase(scheme, given, set);
        expect(assessCase(scheme, given, [...set, fact, annuls('undo', fact)])).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('every covered day lies in one range or one question, and no award is below nil', () => {
    fc.assert(
      fc.property(office, facts, day, ([scheme, given], set, on) => {
        const assessment = assessCase(scheme, given, set);
        expect(assessment.ranges.every(({ weeklyPence }) => weeklyPence >= 0)).toBe(true);
        if (on < assessment.from || on > assessment.coversTo) return;
        const isKnown = rangeOn(assessment, on) !== null;
        const isAsked = questionOn(assessment, on) !== null;
        expect([isKnown, isAsked]).toEqual(isKnown ? [true, false] : [false, true]);
      }),
      { numRuns: 300 },
    );
  });

  test('the total of a period is the sum of its parts, exactly', () => {
    fc.assert(
      fc.property(office, facts, day, day, ([scheme, given], set, one, other) => {
        const assessment = assessCase(scheme, given, set);
        const [from, to] = one < other ? [one, other] : [other, one];
        const middle = addDays(from, Math.floor(daysBetween(from, to) / 2));
        const whole = totalBetween(assessment, from, to);
        const early = totalBetween(assessment, from, middle);
        const late = totalBetween(assessment, addDays(middle, 1), to);
        if (whole === null || early === null || late === null) expect(whole).toBeNull();
        else if (from < to) expect(writeExact(whole)).toBe(writeExact(addPence(early, late)));
      }),
      { numRuns: 300 },
    );
  });

  test('20p of every pound of excess is lost, to the penny, until nothing is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7045, max: 15_000 }), (netPence) => {
        const work = startsWork({ factId: 'a' }, '2010-05-12', { netPence });
        const move = movesHome({ factId: 'b' }, '2010-04-05');
        const award = rangeOn(assessCase(ctb201011, SINGLE_CASE, [work, move]), '2010-05-17');
        // £21.00 a week exactly; half-up of a fifth of the excess over £70.45.
        const fifths = 2100 * 5 - (netPence - 7045);
        expect(award?.weeklyPence).toBe(Math.max(0, Math.floor((2 * fifths + 5) / 10)));
      }),
    );
  });
});

describe('corrections', () => {
  test('count from the first day, even when told long after a timely notice', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12');
    const corrected = startsWork(
      {
        factId: 'b',
        changeType: 'corrected',
        previousFactId: 'a',
        notifiedOn: '2010-09-01',
        receivedOn: '2010-09-01',
      },
      '2010-05-12',
      { netPence: 7045 },
    );
    const earlier = startsWork({ factId: '0' }, '2010-04-07', { netPence: 11_534 });
    const { ranges } = assessCase(ctb201011, SINGLE_CASE, [earlier, work, corrected]);
    expect(ranges.map(({ from, weeklyPence }) => [from, weeklyPence])).toEqual([
      ['2010-04-01', 1800],
      ['2010-04-12', 902],
      ['2010-05-17', 1800],
    ]);
  });

  test('without their predecessor are asked about', () => {
    const orphan = startsWork(
      { factId: 'b', changeType: 'corrected', previousFactId: 'gone' },
      '2010-05-12',
    );
    const assessment = assessCase(ctb201011, SINGLE_CASE, [orphan]);
    expect(assessment.toVerify).toMatchObject([{ reason: 'predecessor-unknown' }]);
  });
});

describe('on one day', () => {
  test('an end comes before a start of the same thing, whoever told first', () => {
    const work = startsWork({ factId: 'a' }, '2010-05-12');
    const ended = startsWork(
      { factId: 'z', changeType: 'ended', previousFactId: 'a' },
      '2010-06-09',
    );
    const again = startsWork({ factId: 'b' }, '2010-06-09', { netPence: 11_534 });
    const { ranges } = assessCase(ctb201011, SINGLE_CASE, [work, ended, again]);
    expect(ranges.map(({ from, weeklyPence }) => [from, weeklyPence])).toEqual([
      ['2010-04-01', 1800],
      ['2010-05-17', 1353],
      ['2010-06-14', 902],
    ]);
  });
});

describe('before the claim', () => {
  test('a change is asked about and changes no award', () => {
    const assessment = assessCase(ctb201011, SINGLE_CASE, [
      startsWork({ factId: 'a' }, '2010-02-10'),
    ]);
    expect(assessment.ranges.map(({ weeklyPence }) => weeklyPence)).toEqual([1800]);
    expect(assessment.toVerify).toMatchObject([{ detail: 'before-claim', to: '2010-02-28' }]);
  });
});
