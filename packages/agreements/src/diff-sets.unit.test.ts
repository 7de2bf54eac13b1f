import { describe, expect, test } from '@jest/globals';
import { buildAgreement } from '../test/build-agreement.ts';
import { setOf } from '../test/deciding.ts';
import { diffSets } from './diff-sets.ts';

const hash = (digit: string) => digit.repeat(64);
const BEFORE = buildAgreement({ id: 'one', hash: hash('1'), facts: { income: ['who', 'kind'] } });
const diff = (...after: readonly ReturnType<typeof buildAgreement>[]) =>
  diffSets(setOf([BEFORE]), setOf(after));

describe('diffSets', () => {
  test('finds nothing between a set and itself', () => expect(diff(BEFORE)).toEqual([]));

  test('finds nothing where only comments or layout are otherwise', () => {
    expect(diff({ ...BEFORE, hash: hash('2') })).toEqual([]);
  });

  test('says of a list what it gained and lost, and of the rest what it was and is', () => {
    const facts = { income: ['who', 'netPence'] };
    expect(diff({ ...BEFORE, hash: hash('2'), facts, lookBackDays: 31 })).toEqual([
      {
        ...{ agreement: 'one', kind: 'changed', versions: [BEFORE.version, BEFORE.version] },
        parts: [
          { path: 'facts.income', before: 'kind', after: 'netPence' },
          { path: 'lookBackDays', before: String(BEFORE.lookBackDays), after: '31' },
        ],
      },
    ]);
  });

  test('compares a new version with the one that it takes the place of', () => {
    const next = { ...BEFORE, version: BEFORE.version + 1, hash: hash('2') };
    expect(diff(next)).toMatchObject([
      { kind: 'changed', parts: [{ path: 'version' }], versions: [BEFORE.version, next.version] },
    ]);
    expect(diff(BEFORE, next)).toMatchObject([
      { kind: 'added', agreement: 'one', versions: [null, next.version] },
    ]);
  });

  test('names what came and what went', () => {
    const other = buildAgreement({ id: 'two', hash: hash('2') });
    expect(diff(other).map((one) => [one.agreement, one.kind])).toEqual([
      ['one', 'removed'],
      ['two', 'added'],
    ]);
  });
});
