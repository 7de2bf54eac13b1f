import { SERVICE_LIST, type Stack } from '@told/stack';
import { waitUntilQuiet } from '@told/testing';
import { judgeHistory } from '../../../packages/testing/src/trials/start-area.ts';
import {
  type AreaTeller,
  createAreaTeller,
  type LoadedArea,
  openLoadedArea,
  tellAtPeak,
} from '../area/open-loaded-area.ts';
import { readServerTime, readServicesTime } from '../area/read-processors.ts';
import { type Benchmark, InvariantError, type Measurement, partOf } from '../benchmark.ts';
import { elapsedProcessorTime } from '../measure/processor-time.ts';
import { timeAtRate } from '../measure/time-at-rate.ts';
import { within } from '../p12/load-people.ts';
import { readHeapBytes } from './read-heap.ts';

const HOUSEHOLDS = 3_000;
const PEAK_CHANGES = 5_000;
const CONNECTIONS = 64;
const LOAD = 0.7;
const STRETCHES = 5;
const STRETCH_SECONDS = 120;
const [AIM_HEAP_PERCENT, AIM_RATE_PERCENT] = [2, 5];
const BYTES_PER_MB = 1_000_000;

type Stretch = { readonly heapBytes: number; readonly decidedPerSecond: number };

/** All services' together, one after the other. */
async function readHeaps(stack: Stack): Promise<number> {
  let sum = 0;
  for (const { name } of SERVICE_LIST) {
    const pid = stack.service(name).pid();
    if (pid !== undefined) sum += await readHeapBytes(pid);
  }
  return sum;
}

const countAnswered = (stack: Stack): Promise<number> =>
  within(stack.adminUrl('gateway'), async (client) => {
    const { rows } = await client.query<{ readonly count: number }>(
      'SELECT count(*)::int AS count FROM decision',
    );
    return rows[0]?.count ?? 0;
  });

/** Changes a second, told as the soak tells them, until all is quiet. */
async function measurePeak(
  { area, takeChanges }: LoadedArea,
  teller: AreaTeller,
  changes: number,
): Promise<{ readonly accepted: Set<string>; readonly peak: number }> {
  const accepted = new Set<string>();
  const startedMs = performance.now();
  const told = { changes: takeChanges(changes), callers: CONNECTIONS };
  await tellAtPeak(teller, told, (id) => accepted.add(id));
  const { sinceMs } = await waitUntilQuiet({ area });
  return { accepted, peak: (told.changes.length * 1_000) / (sinceMs - startedMs) };
}

type Soak = {
  readonly loaded: LoadedArea;
  readonly teller: AreaTeller;
  readonly ratePerSecond: number;
  readonly stretchSeconds: number;
  readonly accepted: Set<string>;
};

/** Tells at one rate for so long, and then looks: what was decided meanwhile, and what is left on the heaps. */
async function runStretch(soak: Soak): Promise<Stretch> {
  const { loaded, teller, ratePerSecond, stretchSeconds, accepted } = soak;
  const { stack } = loaded;
  const told = loaded.takeChanges(Math.round(ratePerSecond * stretchSeconds));
  const before = await countAnswered(stack);
  const startedMs = performance.now();
  await timeAtRate(told.length, ratePerSecond, async (index) => {
    const one = told[index];
    if (one !== undefined) accepted.add(await teller.tell(one));
  });
  const seconds = (performance.now() - startedMs) / 1_000;
  const decided = (await countAnswered(stack)) - before;
  await waitUntilQuiet({ area: loaded.area });
  return { heapBytes: await readHeaps(stack), decidedPerSecond: decided / seconds };
}

async function measureSoak(soak: Soak, onProgress: (what: string) => void): Promise<Measurement> {
  const { stack, area } = soak.loaded;
  const [clientFrom, serverFrom] = [readServicesTime(stack), readServerTime(stack)];
  const acceptedFrom = soak.accepted.size;
  const startedMs = performance.now();
  const stretches: Stretch[] = [];
  for (let number = 1; number <= STRETCHES; number += 1) {
    const stretch = await runStretch(soak);
    stretches.push(stretch);
    onProgress(
      `stretch ${number} of ${STRETCHES}: ${Math.round(stretch.decidedPerSecond)} decided a second, ${(stretch.heapBytes / BYTES_PER_MB).toFixed(1)} MB on the heaps`,
    );
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  const clientCpuSeconds = readServicesTime(stack) - clientFrom;
  const brokerCpuSeconds = elapsedProcessorTime(serverFrom, readServerTime(stack));
  const { lost, doubled, outOfOrder, withoutBasis } = await judgeHistory(area, soak.accepted);
  if (lost + doubled + outOfOrder + withoutBasis > 0)
    throw new InvariantError({ lost, doubled, outOfOrder, withoutBasis });
  return {
    ...{ records: soak.accepted.size - acceptedFrom, seconds, clientCpuSeconds, brokerCpuSeconds },
    figures: {
      heapPercent: percentBeyond(stretches, ({ heapBytes }) => heapBytes),
      ratePercent: Math.abs(percentBeyond(stretches, (one) => one.decidedPerSecond)),
    },
  };
}

/** The last stretch beyond the first. */
function percentBeyond(stretches: readonly Stretch[], pick: (one: Stretch) => number): number {
  const [first, last] = [stretches.at(0), stretches.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('there is a stretch');
  return (pick(last) / pick(first) - 1) * 100;
}

export const P14: Benchmark = {
  id: 'P14',
  work: `soak: ${STRETCHES * STRETCH_SECONDS} s at ${LOAD * 100} % of the peak, the last ${STRETCH_SECONDS} s against the first`,
  isOneRound: true,
  async open(onProgress, { size }) {
    const households = partOf(HOUSEHOLDS, size);
    const loaded = await openLoadedArea({ households, logKind: 'embedded' }, onProgress);
    try {
      const teller = createAreaTeller(loaded.area, CONNECTIONS);
      const { accepted, peak } = await measurePeak(loaded, teller, partOf(PEAK_CHANGES, size));
      onProgress(`at its peak ${Math.round(peak)} changes a second`);
      const stretchSeconds = STRETCH_SECONDS * size;
      const soak = { loaded, teller, ratePerSecond: peak * LOAD, stretchSeconds };
      return {
        product: { name: 'told', measure: () => measureSoak({ ...soak, accepted }, onProgress) },
        productRunsAs: `the whole stack, embedded log; POST /v1/changes at a fixed rate of ${Math.round(peak * LOAD)} a second; between stretches all comes to rest and every service collects its garbage`,
        comparisons: [],
        costs: [
          {
            ...{ id: 'P14-heap', unit: '% more on the heaps', aim: AIM_HEAP_PERCENT },
            costOfRecord: ({ figures }) => figures?.['heapPercent'] ?? Number.NaN,
          },
          {
            ...{ id: 'P14-rate', unit: '% off the first rate', aim: AIM_RATE_PERCENT },
            costOfRecord: ({ figures }) => figures?.['ratePercent'] ?? Number.NaN,
          },
        ],
        durability: 'PostgreSQL with fsync on and synchronous_commit on, no replica',
        invariant:
          'by logs and tables: no accepted change lost, doubled or out of order, no release without basis',
        versions: {},
        async close() {
          teller.close();
          await loaded.stop();
        },
      };
    } catch (error) {
      await loaded.stop();
      throw error;
    }
  },
};
