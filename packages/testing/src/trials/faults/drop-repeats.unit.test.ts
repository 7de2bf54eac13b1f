import { expect, test } from '@jest/globals';
import { dropRepeats } from './drop-repeats.ts';

const answer = (releaseId: string, outcomeNo: number, kind: string, decidedAtMicros: number) => ({
  agency: 'luton',
  ...{ releaseId, outcomeNo, kind, decidedAtMicros },
});

test('drops an answer that was given before, and keeps one that says something else under its number', async () => {
  const first = answer('r1', 1, 'applied', 1);
  const other = answer('r2', 1, 'to-verify', 2);
  const later = answer('r2', 2, 'applied', 3);
  const contrary = answer('r1', 1, 'no-change', 5);
  const kept = [];
  const told = [
    [first, other],
    [answer('r1', 1, 'applied', 4), later, contrary],
  ];
  for await (const batch of dropRepeats(told)) kept.push(batch);
  expect(kept).toEqual([
    [first, other],
    [later, contrary],
  ]);
});
