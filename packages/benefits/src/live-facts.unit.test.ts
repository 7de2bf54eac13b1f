import { describe, expect, test } from '@jest/globals';
import type { Fact } from './facts.ts';
import { findLiveFacts } from './live-facts.ts';
import { annuls, startsWork } from './sample-cases.ts';

const first = startsWork({ factId: 'a' }, '2010-05-12');
const correct = (factId: string, previousFactId: string, receivedOn = '2010-06-01'): Fact =>
  startsWork({ factId, previousFactId, changeType: 'corrected', receivedOn }, '2010-05-10');
const end = (factId: string, previousFactId: string | null): Fact =>
  startsWork({ factId, previousFactId, changeType: 'ended' }, '2010-07-01');
const standing = (facts: readonly Fact[]): readonly string[] =>
  findLiveFacts(facts).live.map(({ fact, root }) => `${root.factId}→${fact.factId}`);

describe('what stands', () => {
  test.each<[string, readonly Fact[], readonly string[]]>([
    ['a fact alone', [first], ['a→a']],
    ['a repeat once', [first, first], ['a→a']],
    ['its correction', [first, correct('b', 'a')], ['a→b']],
    ['the correction of a correction', [first, correct('b', 'a'), correct('c', 'b')], ['a→c']],
    [
      'of two corrections the last told',
      [first, correct('c', 'a', '2010-05-20'), correct('b', 'a')],
      ['a→b'],
    ],
    ['nothing once annulled', [first, annuls('x', first)], []],
    [
      'nothing when annulled with its correction',
      [first, correct('b', 'a'), annuls('x', first)],
      [],
    ],
    [
      'the predecessor of an annulled correction',
      [first, correct('b', 'a'), annuls('x', correct('b', 'a'))],
      ['a→a'],
    ],
    [
      'again when the annulment is annulled',
      [first, annuls('x', first), annuls('y', annuls('x', first))],
      ['a→a'],
    ],
    ['the fact and its end', [first, end('e', 'a')], ['a→a', 'e→e']],
    ['no end of what never was', [first, end('e', 'a'), annuls('x', first)], []],
    ['an end by itself', [end('e', null)], ['e→e']],
  ])('%s', (_name, facts, expected) => {
    expect(standing(facts)).toEqual(expected);
    expect(standing([...facts].reverse())).toEqual(expected);
  });

  test.each<[string, readonly Fact[]]>([
    ['a correction of nothing known', [correct('b', 'a')]],
    [
      'a correction without a pointer',
      [startsWork({ factId: 'b', changeType: 'corrected' }, '2010-05-10')],
    ],
    ['a correction of itself', [correct('b', 'b')]],
    ['two corrections of each other', [correct('b', 'c'), correct('c', 'b')]],
  ])('%s is an orphan', (_name, facts) => {
    const { live, orphans } = findLiveFacts(facts);
    expect(live).toEqual([]);
    expect(orphans).toHaveLength(facts.length);
  });
});
