import { inspect, parseArgs } from 'node:util';
import { RECONCILIATION } from './auditor/reconciliation.ts';
import { TIMELINE } from './auditor/timeline.ts';
import { type Benchmark, type BenchOptions, InvariantError } from './benchmark.ts';
import { describeMachine } from './measure/describe-machine.ts';
import { readCommit } from './measure/read-commit.ts';
import { runRounds } from './measure/run-rounds.ts';
import { summarise, summariseCost } from './measure/summarise.ts';
import { P1 } from './p1/benchmark.ts';
import { P2 } from './p2/benchmark.ts';
import { P3 } from './p3/benchmark.ts';
import { P4, P4_3 } from './p4/benchmark.ts';
import { P4_SEALED } from './p4/sealed.ts';
import { P6, P6R } from './p6/benchmark.ts';
import { P7 } from './p7/benchmark.ts';
import { P8, P8_MILLION } from './p8/benchmark.ts';
import { P9, P9_RECORDS } from './p9/benchmark.ts';
import { P11 } from './p11/benchmark.ts';
import { P12 } from './p12/benchmark.ts';
import { P13 } from './p13/benchmark.ts';
import { P14 } from './p14/benchmark.ts';
import { P16 } from './p16/benchmark.ts';
import { P17 } from './p17/benchmark.ts';
import { RESULTS, ROOT } from './places.ts';
import { RECOMPUTE } from './recompute/benchmark.ts';
import { type CostResult, type Result, writeResult } from './result.ts';
import { VERIFY } from './verify/benchmark.ts';

const BENCHMARKS: readonly Benchmark[] = [
  P1,
  P2,
  P3,
  P4,
  P4_3,
  P4_SEALED,
  P6,
  P6R,
  P7,
  P9,
  P9_RECORDS,
  P8,
  P8_MILLION,
  P11,
  P12,
  P13,
  P14,
  P16,
  P17,
  RECOMPUTE,
  VERIFY,
  RECONCILIATION,
  TIMELINE,
];
const ROUNDS_MIN = 5;

const USAGE = `npm run bench -- <id> [--rounds ${ROUNDS_MIN}] [--size 1] [--bus embedded|kafka] [--json]`;
const HELP = [
  USAGE,
  '',
  `  --rounds  how often each contender is measured, ${ROUNDS_MIN} at least`,
  '  --size    part of the work, above 0 and at most 1; less than all of it writes no result',
  '  --bus     the log of the benchmarks that leave a choice: embedded, or kafka',
  '  --json    prints the results as JSON',
  '',
];

export type BenchOutput = {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
};

/**
 * Runs the benchmark named, writes its results to bench/results and answers the exit code: 0, also when an aim is missed,
 * for that is a result; 1 when an invariant is broken or a contender fails; 2 when it was not told what to do.
 */
export async function runBench(
  args: readonly string[],
  { out, err }: BenchOutput,
  benchmarks = BENCHMARKS,
): Promise<number> {
  const asked = readArguments(args);
  if ('problem' in asked) {
    err(`${asked.problem}. Usage: ${USAGE}`);
    return 2;
  }
  if (asked.id === undefined) {
    for (const line of asked.help ? HELP : [USAGE]) out(line);
    for (const { id, work } of benchmarks) out(`${id}  ${work}`);
    return 0;
  }
  const benchmark = benchmarks.find(({ id }) => id === asked.id);
  if (!benchmark) {
    err(
      `There is no benchmark ${asked.id}; there is ${benchmarks.map(({ id }) => id).join(', ')}.`,
    );
    return 2;
  }
  try {
    for (const result of await measure(benchmark, asked, err)) {
      if (asked.size === 1) writeResult(RESULTS, result);
      out(asked.json ? JSON.stringify(result) : describe(result));
    }
    if (asked.size < 1) err('A part of the work measures nothing: no result was written.');
    return 0;
  } catch (error) {
    err(
      `${benchmark.id} failed: ${error instanceof InvariantError ? error.message : inspect(error)}`,
    );
    return 1;
  }
}

type Asked =
  | { readonly problem: string }
  | (BenchOptions & {
      /** Undefined: only to be told what there is. */
      readonly id: string | undefined;
      readonly help: boolean;
      readonly rounds: number;
      readonly json: boolean;
    });

function readArguments(args: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: 'string', default: String(ROUNDS_MIN) },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        size: { type: 'string', default: '1' },
        bus: { type: 'string', default: 'embedded' },
      },
    });
    const { json, bus, help } = values;
    const size = Number(values.size);
    if (!(size > 0 && size <= 1))
      return { problem: `size is above 0 and at most 1 (size=${values.size})` };
    if (bus !== 'embedded' && bus !== 'kafka')
      return { problem: `the bus is embedded or kafka (bus=${bus})` };
    const rounds = Number(values.rounds);
    const roundsMin = size < 1 ? 1 : ROUNDS_MIN;
    if (!Number.isInteger(rounds) || rounds < roundsMin)
      return { problem: `there are at least ${roundsMin} rounds (rounds=${values.rounds})` };
    if (positionals.length > 1) return { problem: 'one benchmark at a time' };
    return { id: help ? undefined : positionals[0], help, rounds, json, size, bus };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

async function measure(
  benchmark: Benchmark,
  { rounds, size, bus }: BenchOptions & { readonly rounds: number },
  onProgress: (what: string) => void,
): Promise<readonly (Result | CostResult)[]> {
  const commit = readCommit(ROOT);
  const { isOneRound = false } = benchmark;
  const open = await benchmark.open(onProgress, { size, bus });
  try {
    const measured = await runRounds(open, isOneRound ? 1 : rounds, onProgress, {
      warmUp: !isOneRound,
    });
    const { product, productRunsAs, durability, invariant, versions } = open;
    const head = { work: benchmark.work, product: product.name, productRunsAs };
    const tail = { durability, invariant, machine: describeMachine(versions), commit };
    return [
      ...open.comparisons.map((comparison) => ({
        ...{ id: comparison.id, ...head, peer: comparison.peer.name },
        ...{ peerRunsAs: comparison.peerRunsAs, aim: comparison.aim },
        ...summarise(measured, { product: product.name, peer: comparison.peer.name }, comparison),
        ...tail,
      })),
      ...(open.costs ?? []).map((cost) => ({
        ...{ id: cost.id, ...head, unit: cost.unit, aim: cost.aim },
        ...summariseCost(measured, product.name, cost),
        ...tail,
      })),
    ];
  } finally {
    await open.close();
  }
}

function describe(result: Result | CostResult): string {
  const { id, product, low, high, aim, met } = result;
  const is = met ? 'met' : 'missed';
  return result.ratio === null
    ? `${id}: ${product} ${result.value} ${result.unit} (${low} to ${high}), aim ≤ ${aim}: ${is}`
    : `${id}: ${product} to ${result.peer} ${result.ratio} (${low} to ${high}), aim ${result.compared ? '≤ ' : ''}${aim}: ${is}${describeCompared(result)}`;
}

const describeCompared = ({ compared }: Result): string =>
  compared ? ` (${compared.what}: ${compared.product} to ${compared.peer})` : '';
