import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeCluster } from '../src/cluster-state.ts';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { createTopic, startTestNodes, type TestNodes } from './test-nodes.ts';

/** Members try again at least every five seconds, writers every second. */
const GOES_ON_WITHIN_MS = 8_000;
const CLOSES_WITHIN_MS = 5_000;
/** A node that stands still takes requests and answers none: `drainMs`, and five seconds. */
const DRAIN_MS = 1_000;
const CLOSES_STOPPED_WITHIN_MS = DRAIN_MS + 5_000 + 1_000;
const record = { key: Buffer.from('k'), value: Buffer.from('v') };

let nodes: TestNodes;
let topic: string;
beforeAll(async () => {
  nodes = await startTestNodes(1);
  topic = await createTopic(nodes.open());
});
afterAll(() => nodes?.remove(), 60_000);

const node = () => nodes.nodeOf(1);
async function handleWith(log: ReturnType<TestNodes['open']>, onRecord: () => void) {
  return log.subscribe({
    ...{ group: 'waiting', topics: [topic], from: 'earliest' },
    positionOf: async () => undefined,
    handle: async (batch) => batch.forEach(onRecord),
  });
}

/** The process is gone, or stands still: a thread of it may go on for a moment after SIGSTOP, and answer. */
function runsNothing(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  if (!fs.existsSync(tasks)) return true;
  return fs
    .readdirSync(tasks)
    .every((task) => /\) [TZX]/.test(fs.readFileSync(`${tasks}/${task}/stat`, 'utf8')));
}

describe('while there is no broker', () => {
  test('what is subscribed and appended waits, and goes on by itself when there is one', async () => {
    await node().kill('SIGKILL');
    const log = nodes.open();
    let handled = 0;
    const subscription = await handleWith(log, () => {
      handled += 1;
    });
    let settled: unknown;
    const appending = log.append({ topic, partition: 0 }, [record]).then((appended) => {
      settled = appended;
    });
    await expect(describeCluster({ brokers: nodes.brokers })).rejects.toMatchObject({
      code: 'retriable',
    });
    await sleep(3_000);
    expect(settled).toBeUndefined();
    expect(subscription.assigned()).toEqual([]);

    await node().start();
    const goesOnAfterMs = await eventually(() => handled > 0, GOES_ON_WITHIN_MS);
    await appending;
    expect(settled).toMatchObject([{ partition: 0, offset: 0n }]);
    expect((await describeCluster({ brokers: nodes.brokers })).brokers).toHaveLength(1);
    tellFigures('broker absent at start', { goesOnAfterMs });
    await subscription.close();
  });

  test.each([
    ['dead', 'SIGKILL', CLOSES_WITHIN_MS],
    ['stopped', 'SIGSTOP', CLOSES_STOPPED_WITHIN_MS],
  ] as const)(
    '%s: an append that cannot be settled is told of, and close ends in time',
    async (name, signal, withinMs) => {
      const log = nodes.open({ drainMs: DRAIN_MS });
      let handled = 0;
      await handleWith(log, () => {
        handled += 1;
      });
      await eventually(() => handled > 0);
      const pid = node().pid();
      await node().kill(signal);
      await eventually(() => pid === undefined || runsNothing(pid));
      const appending = Promise.allSettled([log.append({ topic, partition: 0 }, [record])]);
      await sleep(500);
      const startedMs = performance.now();
      await log.close();
      const closedAfterMs = Math.round(performance.now() - startedMs);
      tellFigures(`close while the broker is ${name}`, { closedAfterMs });
      expect(await appending).toMatchObject([{ status: 'rejected', reason: { retryable: true } }]);
      expect(closedAfterMs).toBeLessThan(withinMs);
      await node().kill('SIGCONT');
      await node().start();
    },
    60_000,
  );
});
