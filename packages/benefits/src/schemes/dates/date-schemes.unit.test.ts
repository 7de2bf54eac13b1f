import { describe, expect, test } from '@jest/globals';
import { assessCase } from '../../assess-case.ts';
import type { Assessment } from '../../award.ts';
import type { BenefitCase } from '../../benefit-case.ts';
import type { Fact } from '../../facts.ts';
import { movesHome, partnerJoins, SINGLE_CASE, startsWork } from '../../sample-cases.ts';
import { findScheme } from '../find-scheme.ts';

const CASE: BenefitCase = {
  ...SINGLE_CASE,
  claimStartOn: '2010-04-05',
  jsaWeekEndsOn: 2,
  assessmentPeriodFromDay: 5,
};
const assess = (scheme: string, facts: readonly Fact[]): Assessment =>
  assessCase(findScheme(scheme), CASE, facts);
const effects = (scheme: string, facts: readonly Fact[]): unknown =>
  assess(scheme, facts).effects.map(({ factId, effectiveOn }) => [factId, effectiveOn]);

const IDS = ['uc', 'esa', 'hb-2010-11', 'hb-pension-age', 'ctb-pension-age'];

describe.each(IDS)('%s', (id) => {
  test('gives dates and never a number', () => {
    const { ranges, toVerify } = assess(id, [startsWork({ factId: 'a' }, '2010-05-12')]);
    expect(ranges).toEqual([]);
    expect(toVerify).toEqual([
      { reason: 'not-modelled', detail: 'amount', from: '2010-04-05', to: null },
    ]);
  });
});

describe('two changes of one week', () => {
  const work = startsWork({ factId: 'work' }, '2010-05-10');
  const move = movesHome({ factId: 'move' }, '2010-05-12');

  test.each<[string, string, string]>([
    // Council tax benefit: both from the earlier of the two days.
    ['ctb', '2010-05-12', '2010-05-12'],
    ['hb-2010-11', '2010-05-17', '2010-05-12'],
    ['jsa-ib', '2010-05-10', '2010-05-10'],
    ['esa', '2010-05-06', '2010-05-06'],
    ['uc', '2010-05-05', '2010-05-05'],
  ])('%s: work on Monday counts from %s, a move on Wednesday from %s', (id, worked, moved) => {
    expect(effects(id, [move, work])).toEqual([
      ['work', worked],
      ['move', moved],
    ]);
  });

  test('of two kinds that count in the same week stay on their days', () => {
    const partner = partnerJoins({ factId: 'partner' }, '2010-05-12');
    expect(effects('ctb', [partner, move])).toEqual([
      ['move', '2010-05-12'],
      ['partner', '2010-05-12'],
    ]);
  });
});
