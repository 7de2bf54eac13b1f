import { describe, expect, test } from '@jest/globals';
import { LogError } from '../errors.ts';
import { createFetcher } from './fetcher.ts';
import type { Fetched, FetchRequest } from './store.ts';

const ask = (partition: number, bytes = 1): FetchRequest => ({
  at: { topic: 't', partition },
  from: 0n,
  records: 1,
  bytes,
});
const fetched = (partition: number): Fetched => ({ low: 0n, end: BigInt(partition), records: [] });

/** A store that notes what each call asks for. Partition 404 does not exist. */
function createNotingStore() {
  const calls: (readonly FetchRequest[])[] = [];
  return {
    calls,
    async fetch(requests: readonly FetchRequest[]) {
      calls.push(requests);
      return requests.map(({ at: { partition } }) =>
        partition === 404 ? new LogError('unknown-topic') : fetched(partition),
      );
    },
  };
}
const settings = { turn: () => Promise.resolve(), partitionsPerCallMax: 256 };

describe('fetcher', () => {
  test('what is asked for in one turn shares a call, and each has its own answer', async () => {
    const store = createNotingStore();
    const fetch = createFetcher(store, settings);
    expect(await Promise.all([3, 1, 2].map((partition) => fetch(ask(partition))))).toEqual(
      [3, 1, 2].map(fetched),
    );
    expect(await fetch(ask(4))).toEqual(fetched(4));
    expect(store.calls.map(({ length }) => length)).toEqual([3, 1]);
  });

  test('an unknown partition fails alone; a failed call fails all that shared it', async () => {
    const asked = [1, 404].map((partition) => ask(partition));
    const answers = await Promise.allSettled(
      asked.map(createFetcher(createNotingStore(), settings)),
    );
    expect(answers).toMatchObject([{ value: fetched(1) }, { reason: { code: 'unknown-topic' } }]);
    const fail = async () => {
      throw new LogError('retriable');
    };
    const failed = await Promise.allSettled(asked.map(createFetcher({ fetch: fail }, settings)));
    for (const each of failed) expect(each).toMatchObject({ reason: { code: 'retriable' } });
  });

  test('a call has a bound on positions and on bytes', async () => {
    const store = createNotingStore();
    const fetch = createFetcher(store, settings);
    const mebibyte = 1024 * 1024;
    await Promise.all(Array.from({ length: 40 }, (_, n) => fetch(ask(n, 4 * mebibyte))));
    await fetch(ask(0, 4 * mebibyte));
    expect(store.calls.map((call) => [call.length, call[0]?.bytes])).toEqual([
      [32, mebibyte / 2],
      [8, 2 * mebibyte],
      [1, 4 * mebibyte],
    ]);
  });

  test('where answers come apart, each position has a call of its own', async () => {
    const store = createNotingStore();
    const fetch = createFetcher(store, { ...settings, partitionsPerCallMax: 1 });
    await Promise.all([1, 2].map((partition) => fetch(ask(partition))));
    expect(store.calls.map(({ length }) => length)).toEqual([1, 1]);
  });
});
