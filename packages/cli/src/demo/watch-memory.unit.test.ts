import { expect, test } from '@jest/globals';
import { watchMemory } from './watch-memory.ts';

test('keeps what was measured, and knows the most', () => {
  const measured = [100, 300, undefined, 200];
  let nowMs = 0;
  const memory = watchMemory({ pssBytes: () => measured.shift() }, () => nowMs);
  try {
    expect(memory.peakBytes()).toBeUndefined();
    for (nowMs = 1_000; nowMs <= 4_000; nowMs += 1_000) memory.sample();
    expect(memory.samples).toEqual([
      { atSeconds: 1, bytes: 100 },
      { atSeconds: 2, bytes: 300 },
      { atSeconds: 4, bytes: 200 },
    ]);
    expect(memory.peakBytes()).toBe(300);
  } finally {
    memory.stop();
  }
});
