import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeCluster } from '@told/event-log-kafka';
import { readValues, writeRecords } from '../../test/kept-records.ts';
import { takePort } from '../ports.ts';
import { isAlive } from '../processes/process-state.ts';
import type { Kafka, KafkaNode, KafkaOptions } from './kafka.ts';
import { startJavaKafka } from './start-java.ts';

/** What a person waits for on an idle machine. This one may be busy with the tests beside this one. */
const READY_WITHIN_MS = 5_000;
const readyWithinMs = (): number =>
  READY_WITHIN_MS * (1 + (os.loadavg()[0] ?? 0) / os.availableParallelism());

let dir: string;
let started: Kafka[];

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-kafka-test-'));
  started = [];
});

afterEach(async () => {
  for (const kafka of started) await kafka.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

async function start(options: Partial<KafkaOptions> = {}): Promise<Kafka> {
  const kafka = await startJavaKafka({ dir, ...options });
  started.push(kafka);
  return kafka;
}

const firstNode = (kafka: Kafka): KafkaNode => kafka.nodes[0] as KafkaNode;

describe('one broker', () => {
  test('is ready soon, and keeps address and records when it is stopped and started', async () => {
    const first = await start();
    await writeRecords(first.brokers, ['first', 'second']);
    await first.stop();
    expect(firstNode(first).pid()).toBeUndefined();

    const before = performance.now();
    const second = await start();
    expect(performance.now() - before).toBeLessThan(readyWithinMs());
    expect(second.brokers).toEqual(first.brokers);
    expect(await readValues(second.brokers)).toEqual(['first', 'second']);
  });

  test('comes back after SIGKILL, with its records', async () => {
    const kafka = await start();
    await writeRecords(kafka.brokers, ['first', 'second']);
    const node = firstNode(kafka);
    const pid = node.pid() ?? 0;
    await node.kill('SIGKILL');
    expect(isAlive(pid)).toBe(false);
    expect(node.pid()).toBeUndefined();
    await node.start();
    expect(node.pid()).not.toBe(pid);
    expect(await readValues(kafka.brokers)).toEqual(['first', 'second']);
  });

  test('stops also while it stands still', async () => {
    const kafka = await start();
    const pid = firstNode(kafka).pid() ?? 0;
    await firstNode(kafka).kill('SIGSTOP');
    await kafka.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('listens where it is asked to, and takes more settings', async () => {
    const port = await takePort();
    const kafka = await start({ ports: [port], settings: { 'message.max.bytes': '1000' } });
    expect(kafka.brokers).toEqual([`127.0.0.1:${port}`]);
    const tooLarge = writeRecords(kafka.brokers, ['x'.repeat(2_000)]);
    await expect(tooLarge).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('a start is refused, and leaves nothing running', () => {
  test('when somebody else listens on the port asked for', async () => {
    const stranger = net.createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as net.AddressInfo;
    await expect(start({ ports: [port] })).rejects.toMatchObject({ code: 'port-taken' });
    stranger.close();
  });

  test('while another start uses the folder', async () => {
    const results = await Promise.allSettled([start(), start()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'stack-running' });
  });

  test('with the end of the log when the broker ends', async () => {
    const refused = start({ settings: { 'num.partitions': 'several' } });
    await expect(refused).rejects.toMatchObject({
      code: expect.stringMatching(/kafka-not-(formatted|started)/),
      cause: { message: expect.stringContaining('several') },
    });
    await start();
  });
});

describe('a broker whose starter is gone', () => {
  async function startAndLose(how: 'wait' | 'end'): Promise<{ pid: number; broker: string }> {
    const program = path.join(import.meta.dirname, '../../test/hold-kafka.ts');
    const parent = fork(program, [dir, how], { execArgv: [] });
    const [told] = (await once(parent, 'message')) as [{ pid: number; broker: string }];
    if (how === 'wait') {
      await writeRecords([told.broker], ['first', 'second']);
      parent.kill('SIGKILL');
    }
    if (parent.exitCode === null && parent.signalCode === null) await once(parent, 'exit');
    return told;
  }

  test.each([
    ['was killed', 'wait'],
    ['ended without stopping it', 'end'],
  ] as const)('is ended by its guard: the starter %s', async (_case, how) => {
    const { pid } = await startAndLose(how);
    const deadline = Date.now() + 120_000;
    while (isAlive(pid) && Date.now() < deadline) await sleep(50);
    expect(isAlive(pid)).toBe(false);
  });

  test('is ended by the next start at the latest, which finds its records', async () => {
    const { pid, broker } = await startAndLose('wait');
    const kafka = await start();
    expect(isAlive(pid)).toBe(false);
    expect(kafka.brokers).toEqual([broker]);
    expect(await readValues(kafka.brokers)).toEqual(['first', 'second']);
  });
});

describe('three brokers', () => {
  test('go on without one, and take it back', async () => {
    const kafka = await start({ nodes: 3 });
    await writeRecords(kafka.brokers, ['first', 'second']);
    await kafka.nodes[1]?.kill('SIGKILL');
    const others = kafka.brokers.filter((broker) => broker !== kafka.nodes[1]?.broker);
    await eventually(async () => {
      const state = await describeCluster({ brokers: others });
      expect(state.brokers).toHaveLength(2);
      expect(state.offlinePartitions).toBe(0);
      expect(state.underReplicatedPartitions).toBeGreaterThan(0);
    });
    await kafka.nodes[1]?.start();
    await eventually(async () => {
      const state = await describeCluster(kafka);
      expect(state.brokers).toHaveLength(3);
      expect(state.underReplicatedPartitions).toBe(0);
    });
    expect(await readValues(kafka.brokers)).toEqual(['first', 'second']);
    await kafka.stop();
    await expect(start({ nodes: 1 })).rejects.toMatchObject({ code: 'kafka-changed' });
  });
});

async function eventually(check: () => Promise<void>): Promise<void> {
  for (const deadline = Date.now() + 120_000; ; await sleep(100)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
