import { describe, expect, test } from '@jest/globals';
import type { BenefitCase } from './benefit-case.ts';
import { effectOf } from './effect-of.ts';
import type { Fact } from './facts.ts';
import {
  annuls,
  benefitStops,
  HOME,
  JOBSEEKER_CASE,
  movesHome,
  PASSPORTED_CASE,
  SINGLE_CASE,
  startsWork,
} from './sample-cases.ts';
import { CTR_CASE, JSA, pensionOf } from './schemes/ctr/sample-ctr-cases.ts';
import { findScheme } from './schemes/find-scheme.ts';

const ctb201011 = findScheme('ctb-2010-11');
const jsaIb201011 = findScheme('jsa-ib-2010-11');

const work = startsWork({ factId: 'work' }, '2010-05-12');
const stop = benefitStops({ factId: 'stop' }, '2010-05-11');
const summary = (given: BenefitCase, before: readonly Fact[], fact: Fact): unknown => {
  const scheme = given === JOBSEEKER_CASE ? jsaIb201011 : ctb201011;
  const outcome = effectOf(scheme, given, before, fact);
  return outcome.kind === 'applied'
    ? `applied ${outcome.effectiveOn}`
    : `${outcome.kind} ${outcome.reason}`;
};

describe('one event, three dates', () => {
  test.each<[string, BenefitCase, readonly Fact[], Fact, string]>([
    ['council tax benefit, Monday', SINGLE_CASE, [], work, 'applied 2010-05-17'],
    ['jobseeker, ended that day', JOBSEEKER_CASE, [], work, 'applied 2010-05-12'],
    [
      'jobseeker, part-time',
      JOBSEEKER_CASE,
      [],
      startsWork({ factId: 'p' }, '2010-05-12', { netPence: 3000, hoursPerWeek: 6 }),
      'applied 2010-05-06',
    ],
  ])('%s', (_name, given, before, fact, expected) => {
    expect(summary(given, before, fact)).toBe(expected);
  });
});

describe('no change', () => {
  test.each<[string, BenefitCase, readonly Fact[], Fact, string]>([
    ['income under a passport', PASSPORTED_CASE, [], work, 'no-change passported'],
    ['the same fact again', SINGLE_CASE, [work], work, 'no-change duplicate'],
    [
      'a move under which nothing differs',
      JOBSEEKER_CASE,
      [],
      movesHome({ factId: 'm' }, '2010-05-12'),
      'no-change same-award',
    ],
    [
      'small earnings',
      SINGLE_CASE,
      [],
      startsWork({ factId: 'w' }, '2010-05-12', { netPence: 7045 }),
      'no-change same-award',
    ],
    [
      'news after the end',
      JOBSEEKER_CASE,
      [work],
      startsWork({ factId: 'w' }, '2010-06-12', { netPence: 1000, hoursPerWeek: 2 }),
      'no-change claim-ended',
    ],
  ])('%s', (_name, given, before, fact, expected) => {
    expect(summary(given, before, fact)).toBe(expected);
  });

  test('income seen under a passport counts when the passport ends, in either order', () => {
    expect(summary(PASSPORTED_CASE, [work], stop)).toBe('applied 2010-05-17');
    expect(summary(PASSPORTED_CASE, [stop], work)).toBe('applied 2010-05-17');
    expect(summary(PASSPORTED_CASE, [], stop)).toBe('no-change same-award');
  });

  test('a move still counts under a passport', () => {
    const within = movesHome({ factId: 'w' }, '2010-05-12', { toUprn: HOME });
    expect(summary(PASSPORTED_CASE, [], within)).toBe('no-change same-award');
    expect(summary(PASSPORTED_CASE, [], movesHome({ factId: 'm' }, '2010-05-12'))).toBe(
      'applied 2010-05-12',
    );
  });
});

describe('a council of bands', () => {
  const bands = findScheme('ctr-central-bedfordshire');
  const earns = { ...CTR_CASE, incomes: [pensionOf(13_000)] };
  const reasonOf = (given: BenefitCase, fact: Fact): string => {
    const outcome = effectOf(bands, given, [], fact);
    return outcome.kind === 'applied' ? outcome.effectiveOn : outcome.reason;
  };
  const pay = (netPence: number): Fact =>
    startsWork({ factId: 'pay' }, '2020-05-13', { netPence, hoursPerWeek: 4 });

  test('income that moves within its band changes nothing, and is seen', () => {
    // 130.00 + 34.45 is the last penny of the band.
    expect(reasonOf(earns, pay(3445))).toBe('same-band');
    expect(reasonOf(earns, pay(3446))).toBe('2020-05-18');
  });

  test('so does a credit that moves within it', () => {
    const credit = benefitStops({ factId: 'credit' }, '2020-05-13', {
      benefit: 'ctc',
      action: 'start',
      weeklyAmountPence: 1000,
      from: '2020-05-13',
      lastDayOfEntitlement: null,
    });
    expect(reasonOf(earns, credit)).toBe('same-band');
  });

  test('so does capital that stays under the lower limit', () => {
    const capital: Fact = {
      factId: 'capital',
      fact: 'capital',
      changeType: 'created',
      occurredOn: '2020-05-13',
      notifiedOn: '2020-05-13',
      receivedOn: '2020-05-13',
      body: { totalPence: 100_000, owner: 'couple', asOf: '2020-05-13' },
    };
    expect(reasonOf(earns, capital)).toBe('same-band');
  });

  test('under a passport income is passported, and a move that changes nothing is no matter of bands', () => {
    expect(reasonOf({ ...earns, awards: [JSA] }, pay(3446))).toBe('passported');
    const within = movesHome({ factId: 'm' }, '2020-05-13', { toUprn: CTR_CASE.home?.uprn ?? '' });
    expect(reasonOf(earns, within)).toBe('same-award');
  });
});

describe('annulment', () => {
  test('is applied from the first day that differs', () => {
    expect(summary(SINGLE_CASE, [work], annuls('x', work))).toBe('applied 2010-05-17');
  });
});

describe('to verify', () => {
  const unpaid = startsWork({ factId: 'u' }, '2010-05-12', { netPence: null });

  test.each<[string, BenefitCase, readonly Fact[], Fact, string]>([
    ['a withheld amount', SINGLE_CASE, [], unpaid, 'to-verify missing-field:income.netPence'],
    [
      'news about days already in question',
      SINGLE_CASE,
      [unpaid],
      movesHome({ factId: 'm' }, '2010-06-01'),
      'to-verify missing-field:income.netPence',
    ],
    [
      'a day without a scheme',
      SINGLE_CASE,
      [],
      startsWork({ factId: 'l' }, '2011-04-06'),
      'to-verify no-scheme:after-last-day',
    ],
    [
      'a day before the claim',
      SINGLE_CASE,
      [],
      startsWork({ factId: 'l' }, '2010-01-06'),
      'to-verify not-modelled:before-claim',
    ],
  ])('%s', (_name, given, before, fact, expected) => {
    expect(summary(given, before, fact)).toBe(expected);
  });

  test('a second change from before the claim is asked about like the first', () => {
    // Both would count from Monday 1 March, the first day of the award.
    const first = startsWork({ factId: 'l' }, '2010-02-25', { employer: 'A' });
    const second = startsWork({ factId: 'm' }, '2010-02-25', { employer: 'B' });
    expect(summary(SINGLE_CASE, [first], second)).toBe('to-verify not-modelled:before-claim');
  });

  test('the missing amount, once corrected, is applied', () => {
    const corrected = startsWork(
      { factId: 'c', changeType: 'corrected', previousFactId: 'u' },
      '2010-05-12',
    );
    expect(summary(SINGLE_CASE, [unpaid], corrected)).toBe('applied 2010-05-17');
  });

  test('news that answers a question from its own day is applied, the days before stay open', () => {
    const known = startsWork({ factId: 'k' }, '2010-06-09');
    expect(summary(SINGLE_CASE, [unpaid], known)).toBe('applied 2010-06-14');
  });

  test('a withheld amount under a passport is no matter', () => {
    expect(summary(PASSPORTED_CASE, [], unpaid)).toBe('no-change passported');
    const whose = startsWork({ factId: 'w' }, '2010-05-12', { who: null });
    expect(summary(PASSPORTED_CASE, [], whose)).toBe('no-change passported');
  });
});
