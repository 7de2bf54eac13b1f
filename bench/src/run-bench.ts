import { inspect, parseArgs } from 'node:util';
import { type Benchmark, InvariantError } from './benchmark.ts';
import { describeMachine } from './measure/describe-machine.ts';
import { readCommit } from './measure/read-commit.ts';
import { runRounds } from './measure/run-rounds.ts';
import { summarise, summariseCost } from './measure/summarise.ts';
import { P3 } from './p3/benchmark.ts';
import { P4, P4_3 } from './p4/benchmark.ts';
import { P11 } from './p11/benchmark.ts';
import { P12 } from './p12/benchmark.ts';
import { RESULTS, ROOT } from './places.ts';
import { RECOMPUTE } from './recompute/benchmark.ts';
import { type CostResult, type Result, writeResult } from './result.ts';

const BENCHMARKS: readonly Benchmark[] = [P3, P4, P4_3, P11, P12, RECOMPUTE];
const ROUNDS_MIN = 5;

const USAGE = `npm run bench -- <id> [--rounds ${ROUNDS_MIN}] [--json]`;

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
    out(USAGE);
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
    for (const result of await measure(benchmark, asked.rounds, err)) {
      writeResult(RESULTS, result);
      out(asked.json ? JSON.stringify(result) : describe(result));
    }
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
  | { readonly id: string | undefined; readonly rounds: number; readonly json: boolean };

function readArguments(args: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: 'string', default: String(ROUNDS_MIN) },
        json: { type: 'boolean', default: false },
      },
    });
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < ROUNDS_MIN)
      return { problem: `there are at least ${ROUNDS_MIN} rounds (rounds=${values.rounds})` };
    if (positionals.length > 1) return { problem: 'one benchmark at a time' };
    return { id: positionals[0], rounds, json: values.json };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

async function measure(
  benchmark: Benchmark,
  rounds: number,
  onProgress: (what: string) => void,
): Promise<readonly (Result | CostResult)[]> {
  const commit = readCommit(ROOT);
  const open = await benchmark.open(onProgress);
  try {
    const measured = await runRounds(open, rounds, onProgress);
    const { product, productRunsAs, durability, invariant, versions } = open;
    const head = { work: benchmark.work, product: product.name, productRunsAs };
    const tail = { durability, invariant, machine: describeMachine(versions), commit };
    return [
      ...open.comparisons.map(({ id, peer, peerRunsAs, aim }) => ({
        ...{ id, ...head, peer: peer.name, peerRunsAs, aim },
        ...summarise(measured, { product: product.name, peer: peer.name }, aim),
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
    : `${id}: ${product} to ${result.peer} ${result.ratio} (${low} to ${high}), aim ${aim}: ${is}`;
}
