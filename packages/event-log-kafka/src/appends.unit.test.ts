import { describe, expect, test } from '@jest/globals';
import { admitRecord, LogError, type NewRecord, RECORD_BYTES_MAX } from '@told/event-log';
import type { LogClock } from '@told/event-log/engine';
import { createSender, cutBatches } from './appends.ts';
import type { Cluster } from './wire/cluster.ts';

const record = (value: string | number): NewRecord => ({
  key: Buffer.from('k'),
  value: typeof value === 'number' ? Buffer.alloc(value) : Buffer.from(value),
});
const admitted = (...values: (string | number)[]) =>
  values.map((value) => admitRecord(record(value)));
const to = { topic: 't', partition: 3 };

/** Sleeps by adding to the time. */
function createClock(): LogClock {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    async sleep(ms) {
      nowMs += ms;
    },
  };
}

const UNKNOWN_TOPIC = 3;
const NOT_LEADER = 6;
const TIMED_OUT = 7;
const TOO_LARGE = 10;
const NOT_ENOUGH = 19;
const DENIED = 29;

const answer = (errorCode: number, partition = to.partition) => ({
  topics: [
    {
      topicName: to.topic,
      partitions: [{ partition, errorCode, baseOffset: '40', logAppendTime: '1000' }],
    },
  ],
});

/** A cluster whose leader gives these answers in turn, then the last again; an error is thrown. */
function createSenderFor(answers: readonly unknown[], settleMs = 1_000) {
  const forgotten: string[] = [];
  const sent: unknown[] = [];
  const cluster = {
    leaderOf: async () => 1,
    forget: (topic: string) => forgotten.push(topic),
    async call(...given: unknown[]) {
      const next = answers[Math.min(sent.length, answers.length - 1)];
      sent.push(given.at(-1));
      if (next instanceof Error) throw next;
      return next;
    },
  };
  const sender = createSender(cluster as unknown as Cluster, {
    clock: createClock(),
    random: () => 0.5,
    settleMs,
  });
  return { sender, sent, forgotten };
}

const lost = new LogError('retriable', { state: 'connection closed' });

describe('sender', () => {
  test('gives each append its places in the batch', async () => {
    const { sender, sent } = createSenderFor([answer(0)]);
    const appends = [admitted('a', 'b'), admitted('c')];
    expect(await sender.send({ to, appends })).toEqual([
      [
        { partition: 3, offset: 40n, timestampMs: 1000 },
        { partition: 3, offset: 41n, timestampMs: 1000 },
      ],
      [{ partition: 3, offset: 42n, timestampMs: 1000 }],
    ]);
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['an answer that never came', lost],
    ['an answer for another partition', answer(0, 2)],
    ['a leader that has moved', answer(NOT_LEADER)],
    ['a topic that the broker has not heard of yet', answer(UNKNOWN_TOPIC)],
    ['too few replicas', answer(NOT_ENOUGH)],
    ['replicas that took too long', answer(TIMED_OUT)],
  ])('sends the same bytes again after %s', async (_, failure) => {
    const { sender, sent, forgotten } = createSenderFor([failure, failure, answer(0)]);
    const [places] = await sender.send({ to, appends: [admitted('a')] });
    expect(places).toMatchObject([{ offset: 40n }]);
    expect(sent).toHaveLength(3);
    expect(sent[2]).toEqual(sent[0]);
    expect(forgotten).toEqual(['t', 't']);
  });

  test.each([
    ['may not write here', DENIED, 'unauthorized'],
    ['is too large', TOO_LARGE, 'too-large'],
  ])('who %s is refused at once', async (_, errorCode, code) => {
    const { sender, sent } = createSenderFor([answer(errorCode)]);
    await expect(sender.send({ to, appends: [admitted('a')] })).rejects.toMatchObject({ code });
    expect(sent).toHaveLength(1);
  });

  test('a refusal that looks final is none after an answer was lost', async () => {
    const { sender, sent } = createSenderFor([lost, answer(DENIED), answer(0)]);
    expect(await sender.send({ to, appends: [admitted('a')] })).toMatchObject([[{ offset: 40n }]]);
    expect(sent).toHaveLength(3);
    const never = createSenderFor([lost, answer(DENIED)]);
    await expect(never.sender.send({ to, appends: [admitted('a')] })).rejects.toMatchObject({
      code: 'unknown-outcome',
      cause: { code: 'unauthorized' },
    });
  });

  test('gives up in time: unknown where it may be stored, else with the reason', async () => {
    const unheard = createSenderFor([lost]);
    await expect(unheard.sender.send({ to, appends: [admitted('a')] })).rejects.toMatchObject({
      code: 'unknown-outcome',
      retryable: true,
    });
    expect(unheard.sent.length).toBeGreaterThan(3);
    const refused = createSenderFor([answer(NOT_ENOUGH)]);
    await expect(refused.sender.send({ to, appends: [admitted('a')] })).rejects.toMatchObject({
      code: 'retriable',
      details: { kafka: 'NOT_ENOUGH_REPLICAS' },
    });
    // It may have lost its lead while the others were copying.
    const moved = createSenderFor([answer(NOT_LEADER)]);
    await expect(moved.sender.send({ to, appends: [admitted('a')] })).rejects.toMatchObject({
      code: 'unknown-outcome',
    });
    const closed = createSenderFor([lost]);
    closed.sender.close();
    await expect(closed.sender.send({ to, appends: [admitted('a')] })).rejects.toMatchObject({
      code: 'unknown-outcome',
    });
    expect(closed.sent).toHaveLength(1);
  });
});

describe('cutBatches', () => {
  test('keeps order and cuts below the limit of a batch; the largest record is one alone', () => {
    const largest = RECORD_BYTES_MAX - 71 - 10; // key, digest and what they cost
    const records = admitted(500_000, 300_000, 400_000, largest, 'a', 'b');
    const sizes = cutBatches(records).map((batch) => batch.map(({ value }) => value.length));
    expect(sizes).toEqual([[500_000, 300_000], [400_000], [largest], [1, 1]]);
    expect(cutBatches([])).toEqual([]);
  });
});
