import { expect, test } from '@jest/globals';
import { followTimes } from './follow-times.ts';

test('a change is there when it is in the last of the tables it comes to', () => {
  const times = followTimes();
  times.accept('a', 100);
  times.see(['a'], 110);
  times.see(['a'], 140);
  times.see(['a'], 120);
  expect(times.figures().mostMs).toBeCloseTo(40, 0);
  expect(times.sightings()).toBe(3);
});

test('what came nowhere has no time, and what was seen before its answer has none to speak of', () => {
  const times = followTimes();
  times.accept('a', 100);
  times.accept('b', 100);
  times.see(['b'], 99);
  expect(times.seen()).toBe(1);
  expect(times.figures().mostMs).toBeLessThan(0.01);
});
