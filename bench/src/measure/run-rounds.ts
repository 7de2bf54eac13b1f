import type { Measurement, OpenBenchmark } from '../benchmark.ts';

/** Every contender's measurement in one round, by name. */
export type Round = ReadonlyMap<string, Measurement>;

/**
 * All contenders one after another, forwards in one round and backwards in the next (A-B-B-A): what drifts while the run
 * lasts, such as heat, caches and other programs, meets each of them alike. A round before the first is not counted: it warms
 * what the contenders share.
 */
export async function runRounds(
  { product, comparisons }: Pick<OpenBenchmark, 'product' | 'comparisons'>,
  rounds: number,
  onProgress: (what: string) => void,
): Promise<readonly Round[]> {
  const order = [product, ...comparisons.map(({ peer }) => peer)];
  const counted: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const measured = new Map<string, Measurement>();
    for (const contender of round % 2 === 1 ? order : order.toReversed()) {
      const measurement = await contender.measure();
      measured.set(contender.name, measurement);
      const rate = Math.round(measurement.records / measurement.seconds);
      const name = round === 0 ? 'warm-up' : `round ${round} of ${rounds}`;
      onProgress(`${name}: ${contender.name} ${rate.toLocaleString('en-GB')} records/s`);
    }
    if (round > 0) counted.push(measured);
  }
  return counted;
}
