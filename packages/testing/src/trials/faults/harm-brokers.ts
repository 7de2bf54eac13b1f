import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeCluster } from '@told/event-log-kafka';
import type { KafkaNode, Stack } from '@told/stack';
import type { RunningArea } from '../start-area.ts';
import type { Load } from '../start-twins.ts';
import type { FaultTrial } from './fault-trial.ts';
import { fillUp } from './fill-up.ts';
import { measureStall, type Stall } from './measure-stall.ts';

/** A few changes at a time, so that every partition is written all the while. */
const [CHANGES, PARTS, PART_MS] = [1_600, 320, 250];
/** The undisturbed twin is told everything at once, and takes what there is of the processors meanwhile. */
const LEAD_IN_MS = 10_000;
const TRIAL_MS = 60_000;
/** The aim: so long after a leader's death, all partitions go on. */
const STALL_MS_MAX = 5_000;
const CUT_MS = 4_000;
const DEAD_MS = 5_000;
/** Between two cuts, so that what one takes is not added to the next: a change passes through three lines, one after the other. */
const APART_MS = STALL_MS_MAX;
const IN_SYNC_MS_MAX = 60_000;
const LOOK_MS = 100;

const shape = { parts: PARTS, changes: CHANGES } as const;
const AREA = 'Three brokers, secured, the whole product running for a minute under a steady load';

export const killBrokers: FaultTrial = {
  ...{ ...shape, name: 'brokers-killed', area: 'brokers' },
  shows: `${AREA}: each is killed (SIGKILL) in turn, whatever it leads and whether it is the controller, and started again when all copies are there.`,
  run: (tried, load) => takeInTurn(tried, load, 'SIGKILL'),
};

export const endBrokers: FaultTrial = {
  ...{ ...shape, name: 'brokers-ended', area: 'brokers' },
  shows: `${AREA}: each is ended (SIGTERM) in turn, as for an upgrade, and started again.`,
  run: (tried, load) => takeInTurn(tried, load, 'SIGTERM'),
};

export const cutBrokers: FaultTrial = {
  ...{ ...shape, name: 'broker-cut', area: 'brokers' },
  shows: `${AREA}: the line between all clients and one broker is cut for ${CUT_MS / 1_000} s, now so that connections break, now so that nothing passes; then that to the next.`,
  async run(tried, load, { lines = [] }) {
    let cuts = 0;
    const stall = await disturb(tried, load, async () => {
      const line = lines[cuts % lines.length];
      const isBroken = cuts % 2 === 0;
      cuts += 1;
      if (isBroken) line?.setOpen(false);
      else line?.stall('both');
      await sleep(CUT_MS);
      if (isBroken) line?.setOpen(true);
      else line?.stall('none');
      await sleep(APART_MS);
      await untilInSync(tried.stack);
    });
    refuseStall(stall, CUT_MS + STALL_MS_MAX);
    return `lines cut ${cuts} times for ${CUT_MS / 1_000} s; ${describeStall(stall)}`;
  },
};

export const fillBroker: FaultTrial = {
  ...{ ...shape, name: 'broker-disk-full', area: 'small-broker-disk' },
  shows: `${AREA}: the disk of one of them is full. It ends by itself, the others go on; with room again it is started and catches up.`,
  obstacle: ({ hasOwnMounts }) =>
    hasOwnMounts ? undefined : 'it mounts a small disk, which takes root and "unshare -m"',
  async run(tried, load) {
    const [, node] = tried.stack.kafka?.nodes ?? [];
    if (node === undefined) throw new TypeError('the trial wants brokers of its own');
    let fills = 0;
    const stall = await disturb(tried, load, async () => {
      fills += 1;
      await fillUntilEnded(node);
      await sleep(DEAD_MS);
      await node.start();
      await untilInSync(tried.stack);
    });
    refuseStall(stall, STALL_MS_MAX);
    return `1 of 3 brokers without room ${fills} times, and ended each time; ${describeStall(stall)}`;
  },
};

/** Ends or kills one broker after the other. */
async function takeInTurn(
  tried: RunningArea,
  load: Load,
  signal: 'SIGKILL' | 'SIGTERM',
): Promise<string> {
  const nodes = tried.stack.kafka?.nodes ?? [];
  let taken = 0;
  let controllers = 0;
  const stall = await disturb(tried, load, async () => {
    const node = nodes[taken % nodes.length] as KafkaNode;
    taken += 1;
    if (findController(nodes) === node.id) controllers += 1;
    await node.kill(signal);
    await sleep(DEAD_MS);
    await node.start();
    await untilInSync(tried.stack);
  });
  refuseStall(stall, STALL_MS_MAX);
  return `${signal} of ${taken} brokers, one after the other, ${controllers} of them the controller; ${describeStall(stall)}`;
}

/** Repeats `harm` for a minute while changes are told; resolves with the longest time for which a partition stood still. */
async function disturb(
  { stack }: Pick<RunningArea, 'stack'>,
  load: Load,
  harm: () => Promise<void>,
): Promise<Stall> {
  const over = new AbortController();
  const telling = keepTelling(load, over.signal);
  telling.catch(() => undefined); // thrown again where it is awaited
  await sleep(LEAD_IN_MS);
  const fromMs = Date.now();
  try {
    while (Date.now() - fromMs < TRIAL_MS) await harm();
  } finally {
    over.abort();
  }
  const toMs = await telling;
  return measureStall(stack, { fromMs, toMs });
}

/** Resolves with the instant at which the last part was told. */
async function keepTelling(load: Load, over: AbortSignal): Promise<number> {
  let lastMs = Date.now();
  for (let told = 0; told < PARTS && !over.aborted; told += 1) {
    const dueMs = performance.now() + PART_MS;
    await load.tellNext();
    lastMs = Date.now();
    await sleep(Math.max(0, dueMs - performance.now()));
  }
  return lastMs;
}

async function fillUntilEnded(node: KafkaNode): Promise<void> {
  const ballast = path.join(node.dataDir, 'ballast');
  try {
    while (node.pid() !== undefined) {
      fillUp(ballast);
      await sleep(LOOK_MS);
    }
  } finally {
    fs.rmSync(ballast, { force: true });
  }
}

/** The node that was the last to say so; it is in no answer that a client gets. */
function findController(nodes: readonly KafkaNode[]): number | undefined {
  const said = nodes.flatMap(({ id, logFile }) => {
    const lines = fs
      .readFileSync(logFile, 'utf8')
      .matchAll(/^(\S+) .*Becoming the active controller/gm);
    return [...lines].map(([, at = '']) => ({ id, at }));
  });
  return said.toSorted((one, other) => (one.at < other.at ? -1 : 1)).at(-1)?.id;
}

/** A broker that is taken away while another one is behind would leave one copy, which is not enough to go on. */
async function untilInSync({ kafka }: Stack): Promise<void> {
  if (kafka === undefined) throw new TypeError('the trial wants a stack on Kafka');
  const startedMs = performance.now();
  for (;;) {
    const state = await describeCluster(kafka.access).catch(() => undefined); // it may be the one that is asked
    if (state && state.underReplicatedPartitions + state.offlinePartitions === 0) return;
    if (performance.now() - startedMs > IN_SYNC_MS_MAX) throw new Error('copies stay behind');
    await sleep(LOOK_MS);
  }
}

function refuseStall(stall: Stall, mostMs: number): void {
  if (stall.ms <= mostMs) return;
  const { topic, partition, afterMs } = stall;
  throw new Error(
    `${topic}/${partition} stood still for ${seconds(stall.ms)}, ${seconds(afterMs)} after the trial began, and ${seconds(mostMs)} are allowed`,
  );
}

const describeStall = ({ ms }: Stall): string =>
  `no partition stood still for more than ${seconds(ms)}`;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
