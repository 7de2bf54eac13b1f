import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICE_LIST, type Stack } from '@told/stack';
import { type LoadChange, listOffices, waitUntilQuiet } from '@told/testing';
import {
  type AreaTeller,
  createAreaTeller,
  type LoadedArea,
  openLoadedArea,
  tellAtPeak,
} from '../area/open-loaded-area.ts';
import { readServerTime, readServicesTime } from '../area/read-processors.ts';
import {
  type Benchmark,
  type BenchOptions,
  type Contender,
  InvariantError,
  type Measurement,
  type OpenBenchmark,
  partOf,
} from '../benchmark.ts';
import { timeAtRate } from '../measure/time-at-rate.ts';
import { within } from '../p12/load-people.ts';
import { followTimes } from './follow-times.ts';
import { openHops } from './open-hops.ts';
import { mergePhases, type Phase } from './phases.ts';
import { watchTable } from './watch-tables.ts';

const HOUSEHOLDS = 1_500;
const PEAK_CHANGES = 5_000;
const CALLERS = 64;
/** Per cent of the peak → for how long. */
const LOADS = [
  { percent: 25, seconds: 5 },
  { percent: 50, seconds: 8 },
  { percent: 80, seconds: 5 },
] as const;
const [AIM_P50, AIM_P99] = [1.5, 2];
const RULE =
  'every accepted change is decided once, and every release of it is in its agency’s table once';
/** By then every notification has come. */
const NOTIFIED_MS = 200;

type Setting = {
  readonly loaded: LoadedArea;
  readonly teller: AreaTeller;
  /** Told of every row of every agency. */
  follow(times: ReturnType<typeof followTimes>): void;
};

const databaseOf = (service: string): string =>
  SERVICE_LIST.find(({ name }) => name === service)?.database ?? service;

/** Listens to the table of received releases in every office. */
async function watchOffices(stack: Stack) {
  let followed: ReturnType<typeof followTimes> | undefined;
  const stops: (() => Promise<void>)[] = [];
  for (const { service } of listOffices(stack))
    stops.push(
      await watchTable(
        stack.adminUrl(databaseOf(service)),
        { table: 'received_release', column: 'change_id' },
        (ids, atMs) => followed?.see(ids, atMs),
      ),
    );
  return {
    follow(times: ReturnType<typeof followTimes>): void {
      followed = times;
    },
    close: async (): Promise<void> => void (await Promise.all(stops.map((stop) => stop()))),
  };
}

type Counts = { readonly decided: number; readonly released: number };

/** How many of these changes are decided, once each; and all releases, since offices tell of what comes of a change in turn. */
const readCounts = (stack: Stack, ids: readonly string[]): Promise<Counts> =>
  within(stack.adminUrl('gateway'), async (client) => {
    const { rows } = await client.query<Counts>(
      `SELECT (SELECT count(*)::int FROM decision WHERE change_id = ANY ($1::uuid[])) AS decided,
              (SELECT count(*)::int FROM release) AS released`,
      [ids],
    );
    return rows[0] ?? { decided: 0, released: 0 };
  });

/** Tells changes in whatever way, waits until nothing moves, and checks what became of them. */
async function tellAndCheck(
  { loaded, follow }: Setting,
  changes: number,
  tell: (told: readonly LoadChange[], times: ReturnType<typeof followTimes>) => Promise<unknown>,
) {
  const { stack, area } = loaded;
  const before = await readCounts(stack, []);
  const times = followTimes();
  follow(times);
  // What is told twice would be answered and decided once.
  const told = loaded.takeChanges(changes * 2);
  const once = [...new Map(told.map((one) => [one.idempotencyKey, one])).values()].slice(
    0,
    changes,
  );
  const startedMs = performance.now();
  await tell(once, times);
  const { sinceMs } = await waitUntilQuiet({ area });
  await sleep(NOTIFIED_MS);
  const after = await readCounts(stack, times.accepted());
  const found = {
    decided: after.decided,
    released: after.released - before.released,
    visible: times.sightings(),
  };
  if (found.decided !== once.length || found.visible !== found.released || times.seen() === 0)
    throw new InvariantError({ accepted: once.length, ...found }, RULE);
  return { times, seconds: (sinceMs - startedMs) / 1_000 };
}

/** Changes a second from the first request until the last is in every table. */
async function measurePeak(setting: Setting, changes: number): Promise<number> {
  const { seconds } = await tellAndCheck(setting, changes, (told, times) =>
    tellAtPeak(setting.teller, { changes: told, callers: CALLERS }, (id) =>
      times.accept(id, performance.now()),
    ),
  );
  return changes / seconds;
}

async function measurePhase(
  setting: Setting,
  { ratePerSecond, changes }: Phase,
): Promise<Measurement> {
  const { times, seconds } = await tellAndCheck(setting, changes, (told, followed) =>
    timeAtRate(told.length, ratePerSecond, async (index) => {
      const id = await setting.teller.tell(told[index] as LoadChange);
      followed.accept(id, performance.now());
    }),
  );
  return {
    ...{ records: changes, seconds, figures: times.figures() },
    ...{ clientCpuSeconds: undefined, brokerCpuSeconds: undefined },
  };
}

const describeComparisons = (peer: Contender): OpenBenchmark['comparisons'] =>
  LOADS.flatMap(({ percent }) =>
    [
      { figure: 'p50', aim: AIM_P50 },
      { figure: 'p99', aim: AIM_P99 },
    ].map(({ figure, aim }) => ({
      ...{ id: nameResult(percent, figure), peer, aim },
      figure: {
        what: `${figure} in ms at ${percent} % of the product’s peak`,
        of: ({ figures }: Measurement) => figures?.[`${figure}MsAt${percent}`] ?? Number.NaN,
      },
      peerRunsAs:
        'two processes with a database each: subscribe, one INSERT a record committed by itself, and append to the next topic of an embedded log of their own, with the relay’s linger; timed from handing the record to the first producer',
    })),
  );

/** The aim is that at half load, whose results have the benchmark’s own name. */
const nameResult = (percent: number, figure: string): string =>
  [`P7`, ...(percent === 50 ? [] : [percent]), ...(figure === 'p50' ? [] : [figure])].join('-');

async function open(
  loaded: LoadedArea,
  { size }: BenchOptions,
  onProgress: (what: string) => void,
): Promise<OpenBenchmark> {
  const { stack } = loaded;
  const watch = await watchOffices(stack);
  const teller = createAreaTeller(loaded.area, CALLERS);
  const setting: Setting = { loaded, teller, follow: watch.follow };
  const peakChanges = partOf(PEAK_CHANGES, size);
  await measurePeak(setting, peakChanges);
  const peak = await measurePeak(setting, peakChanges);
  onProgress(`at its peak ${Math.round(peak).toLocaleString('en-GB')} changes a second`);
  const phases = LOADS.map(({ percent, seconds }) => ({
    name: String(percent),
    ratePerSecond: (peak * percent) / 100,
    changes: partOf((peak * percent * seconds) / 100, size),
  }));
  const hops = await openHops(phases);
  return {
    product: {
      name: 'told',
      measure: () =>
        mergePhases(phases, (phase) => measurePhase(setting, phase), {
          clients: () => readServicesTime(stack),
          server: () => readServerTime(stack),
        }),
    },
    productRunsAs: `the whole stack, each service a process with a database of its own, the embedded log; POST /v1/changes over ${CALLERS} connections at a fixed rate, timed from its 202 until the row is committed in the last agency that is given anything; at its peak (${CALLERS} callers, each telling the next when the last is answered) ${Math.round(peak)} changes a second`,
    comparisons: describeComparisons(hops.contender),
    durability:
      'PostgreSQL with fsync on and synchronous_commit on, no replica; a server for each contender',
    invariant: `${RULE}; the peer’s records each in the last table once`,
    versions: {},
    async close() {
      teller.close();
      await hops.close();
      await watch.close();
      await loaded.stop();
    },
  };
}

/** From the door's answer to every agency's table, at three loads. */
export const P7: Benchmark = {
  id: 'P7',
  work: `end to end: changes about ${HOUSEHOLDS.toLocaleString('en-GB')} households, from 202 until they are in every agency’s table, at ${LOADS.map(({ percent }) => percent).join(', ')} % of the peak`,
  async open(onProgress, options) {
    const households = partOf(HOUSEHOLDS, options.size);
    const loaded = await openLoadedArea({ households, logKind: 'embedded' }, onProgress);
    try {
      return await open(loaded, options, onProgress);
    } catch (error) {
      await loaded.stop();
      throw error;
    }
  },
};
