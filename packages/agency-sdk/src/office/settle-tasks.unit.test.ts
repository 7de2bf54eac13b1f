import { describe, expect, test } from '@jest/globals';
import { sampleEntry } from '../../test/sample-file.ts';
import type { CaseFact } from './case-file.ts';
import { settleTasks } from './settle-tasks.ts';

const factOf = (changes: Partial<CaseFact>): CaseFact => ({
  ...sampleEntry({ changeId: 'a' }).told,
  ...{ revision: 1, state: 'counted', reason: null, addition: null, noticeExtended: false },
  ...{ decision: null, question: null, task: null },
  ...changes,
});
const QUESTION = { from: '2010-04-05', to: '2010-04-11', reason: 'no-scheme', detail: 'later' };
const settle = (facts: readonly CaseFact[], toVerify: readonly (typeof QUESTION)[] = []) =>
  settleTasks(facts, { toVerify } as never).map(({ task }) => task);

const waiting = factOf({ state: 'to-verify', reason: 'r2(3)(c)' });
const asking = factOf({ question: 'no-scheme:later' });
const follower = (changes: Partial<CaseFact>): CaseFact =>
  factOf({ changeId: 'b', previousChangeId: 'a', revision: 2, ...changes });

describe('what waits for an officer', () => {
  test('is a fact to be verified, and one that counts while its question stands', () => {
    expect(settle([waiting])).toEqual(['open']);
    expect(settle([asking], [QUESTION])).toEqual(['open']);
    expect(settle([asking])).toEqual(['decided']);
    expect(settle([factOf({})], [QUESTION])).toEqual([null]);
    expect(settle([factOf({ task: 'open' })])).toEqual(['decided']);
  });

  test.each([
    [{ changeType: 'annulled', state: 'set-aside' }, 'decided'],
    [{ changeType: 'annulled', state: 'to-verify' }, 'open'],
    [{ changeType: 'corrected', state: 'counted' }, 'decided'],
    [{ changeType: 'corrected', state: 'to-verify' }, 'open'],
    [{ changeType: 'ended', state: 'counted' }, 'open'],
  ] as const)('and is followed by %o is %s', (changes, task) => {
    expect(settle([waiting, follower(changes)])[0]).toBe(task);
  });

  test('is the same object while its mark stays', () => {
    const facts = [factOf({}), factOf({ changeId: 'c', task: 'decided', decision: 'use' })];
    const settled = settleTasks(facts, { toVerify: [] });
    expect(settled.map((fact, index) => fact === facts[index])).toEqual([true, true]);
  });
});
