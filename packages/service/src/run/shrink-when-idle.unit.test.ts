import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { shrinkWhenIdle } from './shrink-when-idle.ts';

const LOOK_EVERY_MS = 40;
const MB = 1024 * 1024;
let end: () => void;
afterEach(() => end());

/** A heap of 120 MB that a collection brings to 40. */
function watchHeap() {
  const heap = { bytes: 120 * MB, collected: 0 };
  end = shrinkWhenIdle({
    lookEveryMs: LOOK_EVERY_MS,
    collect() {
      heap.collected += 1;
      heap.bytes = 40 * MB;
    },
    heapBytes: () => heap.bytes,
  });
  return heap;
}

/** Keeps this thread at work, and lets its timers run in between. */
async function work(forMs: number): Promise<void> {
  for (const until = performance.now() + forMs; performance.now() < until; ) {
    for (const piece = performance.now() + 5; performance.now() < piece; );
    await new Promise(setImmediate);
  }
}

test('a thread at work collects when V8 thinks fit; one that rests gives back once what it has left', async () => {
  const heap = watchHeap();
  await work(5 * LOOK_EVERY_MS);
  expect(heap.collected).toBe(0);
  await sleep(5 * LOOK_EVERY_MS);
  expect(heap).toEqual({ bytes: 40 * MB, collected: 1 });
});

test('nothing is collected again for a little that came since', async () => {
  const heap = watchHeap();
  await sleep(3 * LOOK_EVERY_MS);
  heap.bytes = 87 * MB;
  await sleep(3 * LOOK_EVERY_MS);
  expect(heap.collected).toBe(1);
  heap.bytes = 88 * MB;
  await sleep(3 * LOOK_EVERY_MS);
  expect(heap.collected).toBe(2);
});
