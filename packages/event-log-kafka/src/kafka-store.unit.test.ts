import { expect, test } from '@jest/globals';
import { createSettings, systemClock } from '@told/event-log/engine';
import { createKafkaStore } from './kafka-store.ts';
import type { Cluster } from './wire/cluster.ts';

const at = { topic: 't', partition: 0 };
const record = (offset: number) => ({
  ...{ offset: String(offset), timestamp: '0', key: Buffer.from('k'), value: Buffer.from('v') },
  ...{ headers: {}, isControlRecord: false },
  batchContext: { producerId: '-1', inTransaction: false },
});

/** A leader that shows these records, fetch by fetch, and knows that the log goes from 0 to 16. */
function openStore(shown: readonly (readonly number[])[]) {
  let fetches = 0;
  const answerFetch = () => {
    const offsets = shown[Math.min(fetches, shown.length - 1)] ?? [];
    fetches += 1;
    const end = String((offsets.at(-1) ?? 14) + 1);
    const partition = {
      ...{ partition: 0, errorCode: 0, highWatermark: end, lastStableOffset: end },
      ...{ lastStartOffset: '0', abortedTransactions: [], messages: offsets.map(record) },
    };
    return { errorCode: 0, responses: [{ topicName: 't', partitions: [partition] }] };
  };
  const answerOffsets = (values: { topics: { partitions: { timestamp: number }[] }[] }) => {
    const isEnd = values.topics[0]?.partitions[0]?.timestamp === -1;
    const partitions = [{ partition: 0, errorCode: 0, offset: isEnd ? '16' : '0' }];
    return { responses: [{ partitions }] };
  };
  const cluster = {
    atLeader: (_: unknown, ask: (leader: number) => unknown) => ask(1),
    call: async (
      _: number,
      __: string,
      api: string,
      values: Parameters<typeof answerOffsets>[0],
    ) => (api === 'Fetch' ? answerFetch() : answerOffsets(values)),
  } as unknown as Cluster;
  const store = createKafkaStore({
    cluster,
    sender: { send: async () => [], close: () => undefined },
    settings: createSettings({}, systemClock),
    copies: undefined,
  });
  return (from: bigint) => store.fetch([{ at, from, records: 1, bytes: 1 }]);
}

test('a leader that has just taken over is asked again for what it does not show yet', async () => {
  const [found] = await openStore([[], [], [15]])(15n);
  expect(found).toMatchObject({ end: 16n, records: [{ offset: 15n }] });
});

test('what is shown tells less than how far the log goes', async () => {
  const [found] = await openStore([[12, 13]])(12n);
  expect(found).toMatchObject({ low: 0n, end: 16n, records: [{ offset: 12n }, { offset: 13n }] });
});

test('at the end there is nothing to wait for', async () => {
  const [found] = await openStore([[]])(16n);
  expect(found).toMatchObject({ end: 16n, records: [] });
});

test('what is never shown may be tried again later', async () => {
  const [found] = await openStore([[]])(15n);
  expect(found).toMatchObject({ code: 'retriable' });
});
