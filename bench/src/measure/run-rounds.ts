import type { Measurement, OpenBenchmark } from '../benchmark.ts';

/** Every contender's measurement in one round, by name. */
export type Round = ReadonlyMap<string, Measurement>;

/**
 * All contenders one after another, forwards in one round and backwards in the next (A-B-B-A): what drifts while the run
 * lasts, such as heat, caches and other programs, meets each of them alike. A round before the first is not counted, unless told to: it
 * warms what the contenders share. A peer of several comparisons takes one turn.
 */
export async function runRounds(
  { product, comparisons }: Pick<OpenBenchmark, 'product' | 'comparisons'>,
  rounds: number,
  onProgress: (what: string) => void,
  { warmUp = true }: { readonly warmUp?: boolean } = {},
): Promise<readonly Round[]> {
  const order = [...new Set([product, ...comparisons.map(({ peer }) => peer)])];
  const counted: Round[] = [];
  for (let round = warmUp ? 0 : 1; round <= rounds; round += 1) {
    const measured = new Map<string, Measurement>();
    for (const contender of round % 2 === 1 ? order : order.toReversed()) {
      const measurement = await contender.measure();
      measured.set(contender.name, measurement);
      const rate = Math.round(measurement.records / measurement.seconds);
      const name = round === 0 ? 'warm-up' : `round ${round} of ${rounds}`;
      onProgress(
        `${name}: ${contender.name} ${rate.toLocaleString('en-GB')} records/s${describe(measurement)}`,
      );
    }
    if (round > 0) counted.push(measured);
  }
  return counted;
}

const describe = ({ figures = {} }: Measurement): string =>
  Object.entries(figures)
    .map(([name, value]) => `, ${name} ${value.toFixed(1)}`)
    .join('');
