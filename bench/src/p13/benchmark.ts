import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresLog } from '@told/event-log';
import type { Stack } from '@told/stack';
import { waitUntilQuiet } from '@told/testing';
import { judgeHistory, SOUND } from '../../../packages/testing/src/trials/start-area.ts';
import {
  type AreaTeller,
  createAreaTeller,
  type LoadedArea,
  openLoadedArea,
} from '../area/open-loaded-area.ts';
import { readServerTime } from '../area/read-processors.ts';
import { type Benchmark, InvariantError, type Measurement, partOf } from '../benchmark.ts';
import { elapsedProcessorTime } from '../measure/processor-time.ts';
import { timeAtRate } from '../measure/time-at-rate.ts';
import { within } from '../p12/load-people.ts';

const HOUSEHOLDS = 500;
const RATE_PER_SECOND = 100;
const CONNECTIONS = 32;
const SECONDS = 20;
const KILL_AFTER_MS = 3_000;
const POLL_MS = 20;
const FAILOVER_MS_MAX = 60_000;
/** Of the log's members, unless told otherwise. */
const SESSION_SECONDS = 5;
const AIM_SECONDS = SESSION_SECONDS + 3;
const TOPIC = 'told.changes';
const MEMBERS = ['gateway', 'gateway-2'] as const;

const READ_POSITIONS = `SELECT partition, next_offset::text AS next FROM watermark WHERE consumer_group = 'gateway' AND topic = '${TOPIC}'`;

/** The end of each partition by now. */
async function readEnds({ log: place }: Stack) {
  if (place.kind !== 'embedded') throw new TypeError('the log is embedded');
  const log = createPostgresLog({ connectionString: place.url, clientId: 'watch' });
  const ends = await log.bounds(TOPIC);
  await log.close();
  return ends;
}

/** Seconds from the kill until all that was told before it, in each partition, has been decided by whoever is left. */
async function timeFailover(stack: Stack, member: string): Promise<number> {
  const killedMs = performance.now();
  stack.service(member).kill('SIGKILL');
  const ends = await readEnds(stack);
  return within(stack.adminUrl('gateway'), async (client) => {
    while (performance.now() - killedMs < FAILOVER_MS_MAX) {
      const { rows } = await client.query<{ readonly partition: number; readonly next: string }>(
        READ_POSITIONS,
      );
      const nextOf = new Map(rows.map(({ partition, next }) => [partition, BigInt(next)]));
      if (ends.every(({ partition, end }) => (nextOf.get(partition) ?? 0n) >= end))
        return (performance.now() - killedMs) / 1_000;
      await sleep(POLL_MS);
    }
    throw new InvariantError({ member, waitedMs: FAILOVER_MS_MAX }, 'who is left takes over');
  });
}

type Round = {
  readonly loaded: LoadedArea;
  readonly teller: AreaTeller;
  readonly member: string;
  readonly changes: number;
  /** Ids of all changes ever accepted. */
  readonly accepted: Set<string>;
};

/** Tells at a fixed rate all the while, kills one of the two, waits for the rest, judges everything, and starts it again. */
async function measureRound(
  { loaded, teller, member, changes, accepted }: Round,
  onProgress: (what: string) => void,
): Promise<Measurement> {
  const { stack, area } = loaded;
  const told = loaded.takeChanges(changes);
  const serverFrom = readServerTime(stack);
  const startedMs = performance.now();
  const telling = timeAtRate(told.length, RATE_PER_SECOND, async (index) => {
    const one = told[index];
    if (one !== undefined) accepted.add(await teller.tell(one));
  });
  telling.catch(() => undefined); // it may reject before anybody waits for it
  await sleep(KILL_AFTER_MS);
  const failoverSeconds = await timeFailover(stack, member);
  await telling;
  const { sinceMs } = await waitUntilQuiet({ area });
  const seconds = (sinceMs - startedMs) / 1_000;
  const brokerCpuSeconds = elapsedProcessorTime(serverFrom, readServerTime(stack));
  const { lost, doubled, outOfOrder, withoutBasis, findings } = await judgeHistory(area, accepted);
  if (findings.length > 0 || lost + doubled + outOfOrder + withoutBasis > 0)
    throw new InvariantError(
      { lost, doubled, outOfOrder, withoutBasis, findings: findings.length },
      `nothing is lost or doubled when one of two is killed (${Object.keys(SOUND).join(', ')})`,
    );
  await stack.service(member).restart();
  onProgress(`${member} was killed; the other had caught up after ${failoverSeconds.toFixed(1)} s`);
  return {
    ...{ records: changes, seconds, figures: { failoverSeconds } },
    // What the killed process used is gone with it.
    ...{ clientCpuSeconds: undefined, brokerCpuSeconds },
  };
}

export const P13: Benchmark = {
  id: 'P13',
  work: `failover: one of two gateways is killed while ${RATE_PER_SECOND} changes a second are told, until all that was told before is decided in every partition`,
  async open(onProgress, { size }) {
    const loaded = await openLoadedArea(
      { households: partOf(HOUSEHOLDS, size), logKind: 'embedded', instances: { gateway: 2 } },
      onProgress,
    );
    const teller = createAreaTeller(loaded.area, CONNECTIONS);
    const accepted = new Set<string>();
    const changes = Math.max(partOf(RATE_PER_SECOND * SECONDS, size), RATE_PER_SECOND * 5);
    let rounds = 0;
    return {
      product: {
        name: 'gateway',
        measure() {
          const member = MEMBERS[rounds % MEMBERS.length] ?? MEMBERS[0];
          rounds += 1;
          return measureRound({ loaded, teller, member, changes, accepted }, onProgress);
        },
      },
      productRunsAs: `the whole stack with two processes of the gateway, the embedded log with a session time-out of ${SESSION_SECONDS} s; POST /v1/changes at a fixed rate; SIGKILL of either by turns`,
      comparisons: [],
      costs: [
        {
          ...{ id: 'P13', unit: 's', aim: AIM_SECONDS },
          costOfRecord: ({ figures }) => figures?.['failoverSeconds'] ?? Number.NaN,
        },
      ],
      durability:
        'PostgreSQL with fsync on and synchronous_commit on, all databases on one server, no replica',
      invariant:
        'by logs and tables, judged after each kill: no accepted change lost, none doubled, none out of order, no release without basis',
      versions: {},
      async close() {
        teller.close();
        await loaded.stop();
      },
    };
  },
};
