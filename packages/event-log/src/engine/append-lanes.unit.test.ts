import { describe, expect, test } from '@jest/globals';
import { record } from '../contract/subscriber.ts';
import { admitRecord } from '../record-check.ts';
import { createAppendLanes } from './append-lanes.ts';
import type { Append } from './store.ts';

const one = (n: number): Append => [admitRecord(record('k', n))];
const to = (partition: number) => ({ topic: 't', partition });

/** A store that answers when the test says so. */
function createSlowStore() {
  const calls: { partition: number; appends: number; settle: (error?: Error) => void }[] = [];
  return {
    calls,
    append: (at: { partition: number }, appends: readonly Append[]) =>
      new Promise<{ partition: number; offset: bigint; timestampMs: number }[][]>(
        (resolve, reject) =>
          calls.push({
            partition: at.partition,
            appends: appends.length,
            settle: (error) =>
              error
                ? reject(error)
                : resolve(
                    appends.map((_, n) => [
                      { partition: at.partition, offset: BigInt(n), timestampMs: 0 },
                    ]),
                  ),
          }),
      ),
  };
}

describe('append lanes', () => {
  test('one call at a time for a partition; those that waited share the next', async () => {
    const store = createSlowStore();
    const lanes = createAppendLanes(store, 1e6);
    const answers = [1, 2, 3].map((n) => lanes.append(to(0), one(n)));
    const other = lanes.append(to(1), one(4));
    expect(store.calls.map(({ partition, appends }) => [partition, appends])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    store.calls[0]?.settle();
    await answers[0];
    await Promise.resolve();
    expect(store.calls.map(({ appends }) => appends)).toEqual([1, 1, 2]);
    for (const call of store.calls.slice(1)) call.settle();
    expect((await Promise.all([...answers, other])).flat().map(({ offset }) => offset)).toEqual([
      0n,
      0n,
      1n,
      0n,
    ]);
    await lanes.drain();
  });

  test('a failure reaches those who shared the call, and the lane goes on', async () => {
    const store = createSlowStore();
    const lanes = createAppendLanes(store, 1e6);
    const failing = lanes.append(to(0), one(1));
    const next = lanes.append(to(0), one(2));
    store.calls[0]?.settle(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    await Promise.resolve();
    store.calls[1]?.settle();
    expect(await next).toHaveLength(1);
  });

  test('the queue has a bound, which is free again when calls have settled', async () => {
    const store = createSlowStore();
    const lanes = createAppendLanes(store, one(1)[0]?.bytes ?? 0);
    const first = lanes.append(to(0), one(1));
    await expect(lanes.append(to(1), one(2))).rejects.toMatchObject({ code: 'retriable' });
    await expect(lanes.append(to(1), [...one(1), ...one(2)])).rejects.toMatchObject({
      code: 'too-large',
    });
    store.calls[0]?.settle();
    await first;
    await Promise.resolve();
    const again = lanes.append(to(1), one(2));
    store.calls[1]?.settle();
    await again;
  });
});
