import { expect, test } from '@jest/globals';
import { doRegularly } from './do-regularly.ts';

test('turns follow each other, and the last begins when it stops', async () => {
  const gates: PromiseWithResolvers<void>[] = [];
  const began = Promise.withResolvers<void>();
  const regular = doRegularly(() => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    began.resolve();
    return gate.promise;
  }, 1);
  await began.promise;
  let isStopped = false;
  const stopped = regular.stop().then(() => {
    isStopped = true;
  });
  expect([gates.length, isStopped]).toEqual([1, false]);
  for (let done = 0; !isStopped; done += 1) {
    gates[done]?.resolve();
    await new Promise(setImmediate);
  }
  await stopped;
  expect(gates.length).toBeGreaterThan(1);
});
