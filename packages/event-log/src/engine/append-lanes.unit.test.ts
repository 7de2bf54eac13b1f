import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { record } from '../contract/subscriber.ts';
import { LogError } from '../errors.ts';
import { admitRecord } from '../record-check.ts';
import { createAppendLanes } from './append-lanes.ts';
import type { Append, AppendedPart, AppendPart } from './store.ts';

const one = (n: number): Append => [admitRecord(record('k', n))];
const to = (partition: number) => ({ topic: 't', partition });
const settings = {
  queuedBytesMax: 1e6,
  appendCallsMax: 1,
  partitionsPerCallMax: 256,
  linger: () => Promise.resolve(),
};

/** What the store was given: for each call, partition and number of appends of its parts. */
type Seen = readonly (readonly [partition: number, appends: number])[];
type Answers = readonly (AppendedPart | LogError)[];

/** A store that answers when the test says so. */
function createSlowStore() {
  interface Call {
    readonly parts: readonly AppendPart[];
    isOpen: boolean;
    settle(error?: Error): void;
  }
  const calls: Call[] = [];
  const answer = ({ to: { partition }, appends }: AppendPart): AppendedPart | LogError =>
    partition === 404
      ? new LogError('unknown-topic')
      : appends.map((_, n) => [{ partition, offset: BigInt(n), timestampMs: 0 }]);
  return {
    calls,
    seen: (): readonly Seen[] =>
      calls.map(({ parts }) => parts.map((part) => [part.to.partition, part.appends.length])),
    open: () => calls.filter(({ isOpen }) => isOpen),
    /** The numbers that a partition was given, in the order of the calls. */
    storedIn: (partition: number): readonly number[] =>
      calls
        .flatMap(({ parts }) => parts.filter((part) => part.to.partition === partition))
        .flatMap(({ appends }) => appends.flat().map(({ value }) => Number(value.toString()))),
    append: (parts: readonly AppendPart[]) =>
      new Promise<Answers>((resolve, reject) =>
        calls.push({
          parts,
          isOpen: true,
          settle(error) {
            this.isOpen = false;
            if (error) reject(error);
            else resolve(parts.map(answer));
          },
        }),
      ),
  };
}

/** Lets everything happen that waits for nothing but its turn. */
const settleTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('append lanes', () => {
  test('what is issued in one turn shares a call, whatever its partitions; what waited shares the next', async () => {
    const store = createSlowStore();
    const lanes = createAppendLanes(store, settings);
    const first = [0, 1, 0].map((partition) => lanes.append(to(partition), one(1)));
    await settleTurn();
    const later = [1, 2].map((partition) => lanes.append(to(partition), one(2)));
    await settleTurn();
    expect(store.seen()).toEqual([[[0, 2], [1, 1]]]); // biome-ignore format: a row is a call
    store.calls[0]?.settle();
    const offsets = (await Promise.all(first)).flat().map(({ offset }) => offset);
    expect(offsets).toEqual([0n, 0n, 1n]);
    await settleTurn();
    expect(store.seen()[1]).toEqual([[1, 1], [2, 1]]); // biome-ignore format: a row is a call
    store.calls[1]?.settle();
    await Promise.all(later);
    await lanes.drain();
  });

  test('where answers come apart, a call takes one partition, whole, and others go beside it', async () => {
    const store = createSlowStore();
    const lanes = createAppendLanes(store, {
      ...settings,
      appendCallsMax: 9,
      partitionsPerCallMax: 1,
    });
    const answers = [0, 1, 0].map((partition) => lanes.append(to(partition), one(1)));
    await settleTurn();
    expect(store.seen()).toEqual([[[0, 2]], [[1, 1]]]); // biome-ignore format: a row is a call
    store.calls[1]?.settle();
    await answers[1];
    store.calls[0]?.settle();
    await Promise.all(answers);
    await lanes.drain();
  });

  test('with two calls at once, the second takes only partitions that are not in the first', async () => {
    const store = createSlowStore();
    const lanes = createAppendLanes(store, { ...settings, appendCallsMax: 2 });
    const answers = [lanes.append(to(0), one(1))];
    await settleTurn();
    for (const partition of [0, 1, 0]) answers.push(lanes.append(to(partition), one(2)));
    await settleTurn();
    expect(store.seen()).toEqual([[[0, 1]], [[1, 1]]]);
    store.calls[1]?.settle();
    await settleTurn();
    expect(store.calls).toHaveLength(2);
    store.calls[0]?.settle();
    await settleTurn();
    expect(store.seen()[2]).toEqual([[0, 2]]);
    store.calls[2]?.settle();
    await Promise.all(answers);
  });

  test('a failed call fails all that shared it, and the next ones go on', async () => {
    const store = createSlowStore();
    const lanes = createAppendLanes(store, settings);
    const failing = [0, 1].map((partition) => lanes.append(to(partition), one(1)));
    const failed = Promise.allSettled(failing);
    await settleTurn();
    const next = lanes.append(to(0), one(2));
    store.calls[0]?.settle(new LogError('unknown-outcome'));
    for (const each of await failed)
      expect(each).toMatchObject({ reason: { code: 'unknown-outcome' } });
    await settleTurn();
    store.calls[1]?.settle();
    expect(await next).toHaveLength(1);
  });

  test('a partition that cannot take its records fails alone', async () => {
    const store = createSlowStore();
    const lanes = createAppendLanes(store, settings);
    const sound = lanes.append(to(0), one(1));
    const unsound = Promise.allSettled([1, 2].map((n) => lanes.append(to(404), one(n))));
    await settleTurn();
    store.calls[0]?.settle();
    expect(await sound).toHaveLength(1);
    for (const each of await unsound)
      expect(each).toMatchObject({ reason: { code: 'unknown-topic' } });
  });

  test('the queue has a bound, which is free again when calls have settled', async () => {
    const store = createSlowStore();
    const queuedBytesMax = one(1)[0]?.bytes ?? 0;
    const lanes = createAppendLanes(store, { ...settings, queuedBytesMax });
    const first = lanes.append(to(0), one(1));
    await expect(lanes.append(to(1), one(2))).rejects.toMatchObject({ code: 'retriable' });
    await expect(lanes.append(to(1), [...one(1), ...one(2)])).rejects.toMatchObject({
      code: 'too-large',
    });
    await settleTurn();
    store.calls[0]?.settle();
    await first;
    await settleTurn();
    const again = lanes.append(to(1), one(2));
    await settleTurn();
    store.calls[1]?.settle();
    await again;
  });

  test('a call has a bound on appends and on bytes', async () => {
    const store = createSlowStore();
    const lanes = createAppendLanes(store, { ...settings, queuedBytesMax: 1e9 });
    const large: Append = [
      admitRecord({ key: Buffer.from('k'), value: Buffer.alloc(1024 * 1024 - 2048) }),
    ];
    const answers = Array.from({ length: 300 }, (_, n) => lanes.append(to(n), one(n)));
    answers.push(...Array.from({ length: 6 }, (_, n) => lanes.append(to(n), large)));
    for (let call = 0; call < 3; call += 1) {
      await settleTurn();
      store.calls[call]?.settle();
    }
    await Promise.all(answers);
    expect(store.seen().map((parts) => parts.length)).toEqual([256, 48, 2]);
  });

  test('each partition’s appends reach the store in the order of the calls, one call at a time', async () => {
    const partitions = fc.array(fc.nat(3), { maxLength: 20 });
    const turn = fc.record({ partitions, settles: fc.array(fc.nat(2), { maxLength: 2 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (turns, appendCallsMax) => {
          const store = createSlowStore();
          const lanes = createAppendLanes(store, { ...settings, appendCallsMax });
          const issued = turns.flatMap((each) => each.partitions);
          let number = 0;
          const rest = Array.from({ length: 200 }, () => ({ partitions: [], settles: [0, 0, 0] }));
          for (const { partitions, settles } of [...turns, ...rest]) {
            for (const partition of partitions) void lanes.append(to(partition), one(number++));
            await settleTurn();
            expectDisjoint(store.open(), appendCallsMax);
            for (const index of settles) store.open()[index]?.settle();
            if (number === issued.length && store.open().length === 0) await settleTurn();
            if (number === issued.length && store.open().length === 0) break;
          }
          await lanes.drain();
          for (const partition of [0, 1, 2, 3])
            expect(store.storedIn(partition)).toEqual(
              issued.flatMap((at, index) => (at === partition ? [index] : [])),
            );
        },
      ),
      { numRuns: 60 },
    );
  });
});

type SlowCall = ReturnType<ReturnType<typeof createSlowStore>['open']>[number];

function expectDisjoint(open: readonly SlowCall[], callsMax: number): void {
  const busy = open.flatMap(({ parts }) => parts.map((part) => part.to.partition));
  expect(new Set(busy).size).toBe(busy.length);
  expect(open.length).toBeLessThanOrEqual(callsMax);
}
