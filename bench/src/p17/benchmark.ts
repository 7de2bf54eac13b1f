import { sendChanges, waitUntilQuiet } from '@told/testing';
import { type LoadedArea, openLoadedArea } from '../area/open-loaded-area.ts';
import { readServerTime, readServicesTime } from '../area/read-processors.ts';
import {
  type Benchmark,
  type Contender,
  type Figure,
  InvariantError,
  type Measurement,
  partOf,
} from '../benchmark.ts';
import { elapsedProcessorTime } from '../measure/processor-time.ts';
import { within } from '../p12/load-people.ts';

const [FEW, MANY] = [30_000, 300_000];
const CHANGES = 10_000;
const AIM = 1.1;
const MS_PER_SECOND = 1_000;
const RULE = 'every accepted change is decided once, and every release of it is answered';

const count = (households: number): string => households.toLocaleString('en-GB');

/** Of services and database server together; of the whole area, whatever waits for what. */
const COST: Figure = {
  what: 'processor time a change, in ms',
  of: ({ clientCpuSeconds = Number.NaN, brokerCpuSeconds = Number.NaN, records }) =>
    ((clientCpuSeconds + brokerCpuSeconds) * MS_PER_SECOND) / records,
};

type Counts = { readonly decided: number; readonly released: number; readonly answered: number };

const readCounts = ({ stack }: LoadedArea, ids: readonly string[]): Promise<Counts> =>
  within(stack.adminUrl('gateway'), async (client) => {
    const { rows } = await client.query<Counts>(
      `SELECT (SELECT count(*)::int FROM decision WHERE change_id = ANY ($1::uuid[])) AS decided,
              (SELECT count(*)::int FROM release) AS released,
              (SELECT count(DISTINCT release_id)::int FROM outcome) AS answered`,
      [ids],
    );
    return rows[0] ?? { decided: 0, released: 0, answered: 0 };
  });

/** Sends changes by the bulk route, as fast as they are taken, until all offices have answered. */
async function measureArea(loaded: LoadedArea, changes: number): Promise<Measurement> {
  const { stack, area } = loaded;
  const told = loaded.takeChanges(changes);
  const [clientFrom, serverFrom] = [readServicesTime(stack), readServerTime(stack)];
  const startedMs = performance.now();
  const { accepted } = await sendChanges({ area, changes: told });
  const { sinceMs } = await waitUntilQuiet({ area });
  const clientCpuSeconds = readServicesTime(stack) - clientFrom;
  const brokerCpuSeconds = elapsedProcessorTime(serverFrom, readServerTime(stack));
  const found = await readCounts(loaded, [...accepted]);
  if (found.decided !== accepted.size || found.answered !== found.released)
    throw new InvariantError({ accepted: accepted.size, ...found }, RULE);
  const seconds = (sinceMs - startedMs) / MS_PER_SECOND;
  return { records: accepted.size, seconds, clientCpuSeconds, brokerCpuSeconds };
}

/** What a change costs where ten times as many households live. */
export const P17: Benchmark = {
  id: 'P17',
  work: `growth: ${count(CHANGES)} changes a round through the whole area with ${count(MANY)} households, against ${count(FEW)}`,
  async open(onProgress, { size }) {
    const opened: LoadedArea[] = [];
    const close = async (): Promise<void> => {
      for (const { stop } of opened) await stop();
    };
    const openArea = async (whole: number): Promise<Contender> => {
      const households = partOf(whole, size);
      const loaded = await openLoadedArea({ households, logKind: 'embedded' }, onProgress);
      opened.push(loaded);
      return {
        name: `${count(whole)} households`,
        measure: () => measureArea(loaded, partOf(CHANGES, size)),
      };
    };
    try {
      const peer = await openArea(FEW);
      const product = await openArea(MANY);
      const runsAs =
        'the whole stack, each service a process with a database of its own, the embedded log; changes by the bulk route, as fast as they are taken, until all offices have answered';
      return {
        ...{ product, productRunsAs: runsAs, close },
        comparisons: [
          {
            id: 'P17',
            peer,
            aim: AIM,
            figure: COST,
            peerRunsAs: `${runsAs}; on a server of its own`,
          },
        ],
        durability: 'PostgreSQL with fsync on and synchronous_commit on, no replica',
        invariant: RULE,
        versions: {},
      };
    } catch (error) {
      await close();
      throw error;
    }
  },
};
