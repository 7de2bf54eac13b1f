import { expect, test } from '@jest/globals';
import { openCircumstances } from '../circumstances.ts';
import { SINGLE_CASE } from '../sample-cases.ts';
import { applyEffect } from './apply-effect.ts';
import { type Effect, endsBeforeStarts } from './effect.ts';

const opening = openCircumstances(SINGLE_CASE);
const starts = (benefit: 'is' | 'jsa-ib' | 'jsa-c' | 'wtc', weeklyAmountPence = 6545): Effect => ({
  kind: 'set-award',
  award: { benefit, weeklyAmountPence, from: '2010-05-12' },
});

test.each<[string, readonly Effect[], number]>([
  ['two benefits that exclude each other', [starts('is'), starts('jsa-ib')], 1],
  [
    'one after the other',
    [starts('is'), { kind: 'stop-award', benefit: 'is' }, starts('jsa-ib')],
    0,
  ],
  ['the same with another amount', [starts('is'), starts('is', 7000)], 0],
  ['two that may be paid together', [starts('is'), starts('wtc'), starts('jsa-c')], 0],
])('%s', (_name, effects, contradictions) => {
  expect(effects.reduce(applyEffect, opening).notes).toHaveLength(contradictions);
});

test('a changed amount does not start a new spell', () => {
  const first = applyEffect(opening, {
    kind: 'set-award',
    award: { benefit: 'is', weeklyAmountPence: 1, from: '2009-01-01' },
  });
  expect(applyEffect(first, starts('is')).awards).toEqual([
    { benefit: 'is', weeklyAmountPence: 6545, from: '2009-01-01' },
  ]);
});

test('on one day ends come before starts', () => {
  const key = { birthDate: null };
  expect(endsBeforeStarts({ kind: 'remove-child', key })).toBe(0);
  expect(endsBeforeStarts({ kind: 'end-claim', ended: 'left-area' })).toBe(0);
  expect(endsBeforeStarts(starts('is'))).toBe(1);
});
