import { describe, expect, test } from '@jest/globals';
import { assessCase } from './assess-case.ts';
import { type Assessment, questionOn } from './award.ts';
import type { BenefitCase } from './benefit-case.ts';
import { mondayAfter, SUNDAY } from './calendar.ts';
import type { DeathFact, Fact, HouseholdFact, IdentityFact } from './facts.ts';
import { exactPence } from './money.ts';
import { annuls, movesHome, PASSPORTED_CASE, SINGLE_CASE, startsWork } from './sample-cases.ts';
import { findScheme } from './schemes/find-scheme.ts';
import { joinSchemes } from './schemes/join-schemes.ts';
import type { Rule } from './schemes/rule.ts';
import type { Scheme, Span } from './schemes/scheme.ts';

const RULE: Rule = { name: 'sample', source: 'none', says: 'A sample.' };

/** Pays an amount a week, and a hundred more for each income. */
function createFlat(pence: number, from: string, to: string, spans: readonly Span[] = []): Scheme {
  return {
    id: `flat-${from}`,
    title: 'Flat',
    rules: [RULE],
    weekEndsOn: () => SUNDAY,
    covers: () => ({ from, to }),
    ratesChangeOn: () => [],
    dateEffect: (_part, changedOn) => ({ on: mondayAfter(changedOn), rule: RULE }),
    alignsSameWeek: false,
    endsOnTheDay: false,
    agesReadOn: (day) => day,
    award: ({ incomes }) => ({
      kind: 'award',
      weekly: exactPence(pence + 100 * incomes.length),
      entitled: true,
      lines: [{ rule: RULE.name, source: RULE.source, text: String(incomes.length) }],
    }),
    findSpans: () => spans,
  };
}

/** In work from the first day: what `startsWork` tells of. */
const WORKING_CASE: BenefitCase = {
  ...SINGLE_CASE,
  incomes: [
    {
      who: 'claimant',
      kind: 'employed',
      employer: null,
      netPence: 9280,
      payPeriod: 'weekly',
      hoursPerWeek: 16,
      pensionContributionPence: null,
      expectedToLastFiveWeeks: true,
    },
  ],
};

const row = ({ ranges }: Assessment): readonly unknown[] =>
  ranges.map(({ from, to, weeklyPence }) => [from, to, weeklyPence]);

describe('years joined', () => {
  const years = [
    createFlat(1000, '2010-04-01', '2011-03-31'),
    createFlat(2000, '2011-04-01', '2012-03-31'),
  ];
  const joined = joinSchemes('flat', 'Flat', years);

  test('each day has the rates of its year, and a change in the old one counts in both', () => {
    const work = startsWork({ factId: 'a' }, '2011-03-30');
    expect(row(assessCase(joined, SINGLE_CASE, [work]))).toEqual([
      ['2010-04-01', '2011-03-31', 1000],
      ['2011-04-01', '2011-04-03', 2000],
      ['2011-04-04', null, 2100],
    ]);
    expect(joined.covers(SINGLE_CASE)).toEqual({ from: '2010-04-01', to: '2012-03-31' });
  });

  test('a change beyond the last year is asked about', () => {
    const assessment = assessCase(joined, SINGLE_CASE, [startsWork({ factId: 'a' }, '2012-04-20')]);
    expect(questionOn(assessment, '2012-04-23')).toMatchObject({ reason: 'no-scheme' });
  });

  test('council tax benefit runs as far as the year’s tax is known', () => {
    const ctb = findScheme('ctb');
    expect(assessCase(ctb, SINGLE_CASE, [])).toMatchObject({
      coversTo: '2011-03-31',
      toVerify: [],
    });
    const taxByUprn = { '999900000017': { '2010/11': 93_857, '2011/12': 93_857 } };
    expect(assessCase(ctb, { ...SINGLE_CASE, taxByUprn }, []).coversTo).toBe('2012-03-31');
  });

  test('rules without rates are refused', () => {
    expect(() => joinSchemes('none', 'None', [])).toThrow(
      expect.objectContaining({ code: 'invalid-case' }),
    );
  });
});

describe('no less than before', () => {
  const kept: Span = {
    kind: 'at-least',
    from: '2010-05-17',
    to: '2010-06-13',
    asOn: '2010-05-16',
    rule: RULE,
  };

  test('the earlier award holds for those days where it is more, and no longer', () => {
    const scheme = createFlat(1000, '2010-04-01', '2011-03-31', [kept]);
    const ends: Fact = {
      ...startsWork({ factId: 'b' }, '2010-05-12'),
      changeType: 'ended',
    };
    const assessment = assessCase(scheme, WORKING_CASE, [ends]);
    expect(row(assessment)).toEqual([
      ['2010-04-01', '2010-05-16', 1100],
      ['2010-05-17', '2010-06-13', 1100],
      ['2010-06-14', null, 1000],
    ]);
    expect(assessment.ranges[1]?.lines.at(-1)).toMatchObject({ rule: 'sample', amountPence: 1100 });
  });

  test('the new award holds where that is more', () => {
    const scheme = createFlat(1000, '2010-04-01', '2011-03-31', [kept]);
    const work = startsWork({ factId: 'a' }, '2010-05-12');
    expect(row(assessCase(scheme, SINGLE_CASE, [work]))).toEqual([
      ['2010-04-01', '2010-05-16', 1000],
      ['2010-05-17', '2010-06-13', 1100],
      ['2010-06-14', null, 1100],
    ]);
  });
});

describe('two clocks of one change', () => {
  const ctb = findScheme('ctb-2010-11');
  const child: HouseholdFact = {
    factId: 'c',
    fact: 'household',
    changeType: 'created',
    occurredOn: '2010-05-12',
    notifiedOn: '2010-05-12',
    receivedOn: '2010-05-12',
    body: {
      relation: 'child',
      birthDate: '2010-05-12',
      joinedOn: '2010-05-12',
      leftOn: null,
      worksSixteenHoursOrMore: null,
    },
  };

  test('a child at home does not move its allowance from Monday to the day of birth', () => {
    const assessment = assessCase(ctb, WORKING_CASE, [child]);
    expect(assessment.ranges.map(({ from }) => from)).toEqual(['2010-04-01', '2010-05-17']);
  });
});

describe('the end of a claim', () => {
  const ctb = findScheme('ctb-2010-11');
  const died: DeathFact = {
    factId: 'd',
    fact: 'death',
    changeType: 'created',
    occurredOn: '2010-05-12',
    notifiedOn: '2010-05-12',
    receivedOn: '2010-05-12',
    body: { who: 'claimant', diedOn: '2010-05-12' },
  };

  test('death ends the award on the day, and annulled gives back the same pennies', () => {
    const before = assessCase(ctb, PASSPORTED_CASE, []);
    const after = assessCase(ctb, PASSPORTED_CASE, [died]);
    expect(row(after)).toEqual([
      ['2010-04-01', '2010-05-11', 1800],
      ['2010-05-12', null, 0],
    ]);
    expect(after.ranges[1]).toMatchObject({ entitled: false });
    expect(assessCase(ctb, PASSPORTED_CASE, [died, annuls('e', died)])).toEqual(before);
  });

  test('a move out of the area ends it on the day of moving out', () => {
    const move = movesHome({ factId: 'a' }, '2010-05-12', { isOutsideArea: true });
    expect(row(assessCase(ctb, SINGLE_CASE, [move]))).toEqual([
      ['2010-04-01', '2010-05-11', 1800],
      ['2010-05-12', null, 0],
    ]);
  });
});

test('a birth date corrected late counts from the first day, and shifts no other change of its week', () => {
  const corrected: IdentityFact = {
    factId: 'i',
    fact: 'identity',
    changeType: 'created',
    occurredOn: '2010-05-12',
    notifiedOn: '2010-12-01',
    receivedOn: '2010-12-01',
    body: { birthDate: '1986-09-09' },
  };
  const work = startsWork({ factId: 'a' }, '2010-05-13');
  const young = {
    ...SINGLE_CASE,
    claimant: { birthDate: '1985-01-01' },
    claimStartOn: '2010-05-10',
  };
  const assessment = assessCase(findScheme('ctb-2010-11'), young, [work, corrected]);
  const [first, second] = assessment.ranges;
  // Under 25: 51.85 where 65.45 stood, from the first day of work that makes it count.
  expect(first).toMatchObject({ from: '2010-05-10', to: '2010-05-16', weeklyPence: 1800 });
  expect(second?.lines.find(({ rule }) => rule === 'applicable-amount')).toMatchObject({
    amountPence: 5185,
  });
});

test('a month extended by an officer is thirteen', () => {
  const tellsLate = (header: object): Assessment =>
    assessCase(findScheme('ctb-2010-11'), WORKING_CASE, [
      {
        ...startsWork({ factId: 'a', ...header }, '2010-05-12', { netPence: 8000 }),
        notifiedOn: '2010-09-01',
        receivedOn: '2010-09-01',
      },
    ]);
  expect(tellsLate({}).effects[0]).toMatchObject({ fromNotice: true, effectiveOn: '2010-09-06' });
  expect(tellsLate({ noticeExtended: true }).effects[0]).toMatchObject({
    fromNotice: false,
    effectiveOn: '2010-05-17',
  });
});
