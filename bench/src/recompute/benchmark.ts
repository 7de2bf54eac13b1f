import path from 'node:path';
import type { Benchmark } from '../benchmark.ts';
import { runContender } from '../measure/run-contender.ts';
import type { Work } from './product.ts';

const WORK: Work = { warmUpTimes: 2_000, times: 2_000 };
const MICROSECONDS = 1_000_000;
const AIM_US = 1_000;

/** An award computed anew from everything told: what each change costs an office. */
export const RECOMPUTE: Benchmark = {
  id: 'recompute',
  work: 'an award of council tax benefit computed anew over two years with 50 changes',
  open: async () => ({
    product: {
      name: 'benefits',
      async measure() {
        const file = path.join(import.meta.dirname, 'product.ts');
        const { done, seconds, cpuSeconds } = await runContender(file, WORK, () => undefined);
        return {
          ...{ records: done, seconds },
          ...{ clientCpuSeconds: cpuSeconds, brokerCpuSeconds: undefined },
        };
      },
    },
    productRunsAs: 'assessCase over the whole timeline each time; nothing is kept between calls',
    comparisons: [],
    costs: [
      {
        ...{ id: 'recompute', unit: 'µs', aim: AIM_US },
        costOfRecord: ({ records, seconds }) => (seconds * MICROSECONDS) / records,
      },
    ],
    durability: 'none: nothing is stored',
    invariant:
      'before each measurement: the changes backwards and all told twice give the same award; it has a number for every day',
    versions: {},
    close: async () => undefined,
  }),
};
