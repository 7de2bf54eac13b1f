import type { Figure, Measurement } from '../benchmark.ts';
import type { Round } from './run-rounds.ts';

export type Sides<Value> = { readonly product: Value; readonly peer: Value };
/** CPU-seconds for 1,000 records; null where the machine does not tell. */
export type CpuCost = { readonly client: number | null; readonly broker: number | null };

export type Summary = {
  /** Product to peer: the median of the rounds, and their range. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly met: boolean;
  /** What was compared if not the rates: less is better. Median of the rounds. */
  readonly compared?: Sides<number> & { readonly what: string };
  readonly recordsPerSecond: Sides<number>;
  readonly cpuSecondsPer1000: Sides<CpuCost>;
  /** Every round: the rates, or what was compared, and what the one is of the other. */
  readonly rounds: readonly (Sides<number> & { readonly ratio: number })[];
};

/** Each round gives one ratio, of two measurements that were taken moments apart; rates are never averaged over the run. */
export function summarise(
  rounds: readonly Round[],
  names: Sides<string>,
  { aim, figure }: { readonly aim: number; readonly figure?: Figure },
): Summary {
  const [product, peer] = [pick(rounds, names.product), pick(rounds, names.peer)];
  const compared = figure?.of ?? rateOf;
  const ratios = product.map((one, at) => compared(one) / compared(peer[at] as Measurement));
  const ratio = median(ratios);
  const digits = figure === undefined ? 0 : 3;
  const shown = (one: Measurement): number => round(compared(one), digits);
  return {
    ratio: round(ratio, 3),
    low: round(Math.min(...ratios), 3),
    high: round(Math.max(...ratios), 3),
    met: figure === undefined ? ratio >= aim : ratio <= aim,
    ...(figure === undefined
      ? {}
      : {
          compared: {
            what: figure.what,
            product: median(product.map(shown)),
            peer: median(peer.map(shown)),
          },
        }),
    recordsPerSecond: {
      product: Math.round(median(product.map(rateOf))),
      peer: Math.round(median(peer.map(rateOf))),
    },
    cpuSecondsPer1000: { product: costOf(product), peer: costOf(peer) },
    rounds: ratios.map((one, at) => ({
      ratio: round(one, 3),
      product: shown(product[at] as Measurement),
      peer: shown(peer[at] as Measurement),
    })),
  };
}

export type CostSummary = {
  readonly ratio: null;
  /** The median of the rounds, and their range. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Not above the aim. */
  readonly met: boolean;
  readonly cpuSecondsPer1000: { readonly product: CpuCost };
  readonly rounds: readonly number[];
};

/** What one record cost in each round, where there is no peer to compare with. */
export function summariseCost(
  rounds: readonly Round[],
  product: string,
  { aim, costOfRecord }: { readonly aim: number; costOfRecord(measurement: Measurement): number },
): CostSummary {
  const measurements = pick(rounds, product);
  const values = measurements.map((measurement) => round(costOfRecord(measurement), 3));
  return {
    ratio: null,
    value: median(values),
    low: Math.min(...values),
    high: Math.max(...values),
    met: median(values) <= aim,
    cpuSecondsPer1000: { product: costOf(measurements) },
    rounds: values,
  };
}

function pick(rounds: readonly Round[], name: string): readonly Measurement[] {
  return rounds.map((round) => {
    const measurement = round.get(name);
    if (!measurement) throw new RangeError(`every round measures every contender (name=${name})`);
    return measurement;
  });
}

const rateOf = ({ records, seconds }: Measurement): number => records / seconds;

function costOf(measurements: readonly Measurement[]): CpuCost {
  const per1000 = (part: 'clientCpuSeconds' | 'brokerCpuSeconds'): number | null => {
    const costs = measurements.map((one) => (one[part] ?? Number.NaN) / (one.records / 1_000));
    return costs.some(Number.isNaN) ? null : round(median(costs), 5);
  };
  return { client: per1000('clientCpuSeconds'), broker: per1000('brokerCpuSeconds') };
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half];
  if (upper === undefined) throw new RangeError('a median is of at least one value');
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
