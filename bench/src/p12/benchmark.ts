import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Stack, startStack } from '@told/stack';
import {
  type Benchmark,
  InvariantError,
  type Measurement,
  type OpenBenchmark,
} from '../benchmark.ts';
import { elapsedProcessorTime, readProcessorTime } from '../measure/processor-time.ts';
import { checkFence } from './check-fence.ts';
import { loadPeople } from './load-people.ts';
import { CONSENTING, PEOPLE, personWithdrawing, TODAY } from './people.ts';
import { countAbout, openTeller, planRound, type Teller } from './tell-changes.ts';
import { isBehind, waitUntilDone, watchMemory } from './watch-gateway.ts';
import { createWithdraw, withdrawAtRate } from './withdraw.ts';

const RATE_PER_SECOND = 30;
const WITHDRAWALS = 450;
/** More than are decided while the withdrawals last. */
const CHANGES = 60_000;
const PERCENTILE = 99;
const AIM_MS = 50;
const AIM_MB = 600;
const US_PER_MS = 1_000;
const BYTES_PER_MB = 1_000_000;

type Withdrawals = Measurement & { readonly p99Ms: number; readonly mostMb: number };

type Round = {
  readonly stack: Stack;
  readonly teller: Teller;
  readonly number: number;
  readonly read: readonly bigint[];
};

/** One round: tells, withdraws while all that is decided, waits for the rest, and checks. */
async function measureRound(
  { stack, teller, number, read }: Round,
  onProgress: (what: string) => void,
): Promise<{ readonly found: Withdrawals; readonly read: readonly bigint[] }> {
  const first = number * WITHDRAWALS;
  const numbers = Array.from({ length: WITHDRAWALS }, (_, at) => personWithdrawing(first + at));
  await teller.tell(planRound(number * CHANGES, CHANGES));
  const stopWatching = watchMemory(stack);
  const gateway = stack.service('gateway').pid();
  const cpuFrom = readProcessorTime(gateway);
  const startedMs = performance.now();
  const times = await withdrawAtRate(createWithdraw(stack), numbers, RATE_PER_SECOND);
  const seconds = (performance.now() - startedMs) / 1_000;
  const clientCpuSeconds = elapsedProcessorTime(cpuFrom, readProcessorTime(gateway));
  const wasFull = await isBehind(stack, { said: false });
  if (!wasFull) throw new InvariantError({ wasFull: 0 }, 'the load is full while people withdraw');
  await waitUntilDone(stack);
  const mostMb = (stopWatching() ?? Number.NaN) / BYTES_PER_MB;
  const withdrawn = first + WITHDRAWALS;
  const who = new Set(Array.from({ length: withdrawn }, (_, at) => personWithdrawing(at)));
  const asked = { withdrawn, changes: countAbout(who, (number + 1) * CHANGES) };
  const fence = await checkFence(stack, asked, read);
  const msAt = (percentile: number) => (times.percentile(percentile) / US_PER_MS).toFixed(1);
  onProgress(
    `p50 ${msAt(50)} ms, p99 ${msAt(99)} ms, most ${msAt(100)} ms; gateway ${mostMb.toFixed(0)} MB; so far ${fence.before} releases before a withdrawal were taken back, ${fence.refused} changes after one refused`,
  );
  const p99Ms = times.percentile(PERCENTILE) / US_PER_MS;
  return {
    found: {
      records: WITHDRAWALS,
      seconds,
      clientCpuSeconds,
      brokerCpuSeconds: undefined,
      p99Ms,
      mostMb,
    },
    read: fence.read,
  };
}

async function openLoaded(dir: string, onProgress: (what: string) => void): Promise<OpenBenchmark> {
  const stack = await startStack({
    dir,
    services: ['intake', 'gateway'],
    logLevel: 'warn',
    businessDate: `${TODAY}@${new Date().toISOString()}`,
    onProgress: (step, ms) => onProgress(`${step} ${(ms / 1_000).toFixed(1)} s`),
  });
  if (stack.log.kind !== 'embedded') throw new TypeError('the log is embedded');
  await loadPeople(stack, onProgress);
  const teller = await openTeller(stack.log.url, stack.registry.url);
  const measured = new Map<Measurement, Withdrawals>();
  let number = 0;
  let read: readonly bigint[] = [];
  const measure = async (): Promise<Measurement> => {
    const round = await measureRound({ stack, teller, number, read }, onProgress);
    number += 1;
    read = round.read;
    measured.set(round.found, round.found);
    return round.found;
  };
  const costOf = (one: Measurement, name: 'p99Ms' | 'mostMb'): number =>
    measured.get(one)?.[name] ?? Number.NaN;
  return {
    product: { name: 'withdrawal', measure },
    productRunsAs: `POST /v1/consents/withdraw of the gateway’s process, ${RATE_PER_SECOND} a second at a fixed rate, each timed from the moment it was due; intake says whose case it is; all on this machine, the caller too`,
    comparisons: [],
    costs: [
      { id: 'P12', unit: 'ms', aim: AIM_MS, costOfRecord: (one) => costOf(one, 'p99Ms') },
      { id: 'P12-memory', unit: 'MB', aim: AIM_MB, costOfRecord: (one) => costOf(one, 'mostMb') },
    ],
    durability:
      'PostgreSQL with fsync on and synchronous_commit on, all databases on one server, no replica',
    invariant:
      'every withdrawal in force; by tables and log no release that rests on the consent decided with its version or a later one; those decided before taken back; changes waiting to be decided throughout',
    versions: {},
    async close() {
      await teller.close();
      await stack.stop();
    },
  };
}

/** How soon a withdrawal is in force while the gateway decides as fast as it can. */
export const P12: Benchmark = {
  id: 'P12',
  work: `withdrawal: from when it is due until its version is in force (99th percentile of ${WITHDRAWALS}), and the memory of the gateway (Pss, at most), with ${PEOPLE.toLocaleString('en-GB')} people loaded, ${CONSENTING.toLocaleString('en-GB')} consents, and changes waiting to be decided`,
  async open(onProgress) {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-bench-'));
    const remove = (): void => fs.rmSync(dir, { recursive: true, force: true });
    try {
      const open = await openLoaded(dir, onProgress);
      return {
        ...open,
        async close() {
          await open.close();
          remove();
        },
      };
    } catch (error) {
      remove();
      throw error;
    }
  },
};
