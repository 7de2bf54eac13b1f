import path from 'node:path';
import type { Benchmark, Contender } from '../benchmark.ts';
import { runContender } from '../measure/run-contender.ts';
import type { Work } from './contend-codec.ts';

const WORK: Work = { warmUpTimes: 5_000, times: 20_000 };

const contender = (name: string, program: string): Contender => ({
  name,
  async measure() {
    const file = path.join(import.meta.dirname, program);
    const { done, seconds, cpuSeconds } = await runContender(file, WORK, () => undefined);
    return { records: done, seconds, clientCpuSeconds: cpuSeconds, brokerCpuSeconds: undefined };
  },
});

export const P11: Benchmark = {
  id: 'P11',
  work: `codec: the example of every kind of record written ${WORK.times.toLocaleString('en-GB')} times and read as often, 500 at once`,
  open: async () => ({
    product: contender('codec', 'product.ts'),
    productRunsAs: 'framed with the id of its schema, checked against it, days as ISO dates',
    comparisons: [
      {
        id: 'P11',
        peer: contender('avsc', 'bare-avsc.ts'),
        aim: 0.95,
        peerRunsAs:
          'toBuffer and fromBuffer of the same schemas: no frame, no checks, days as numbers',
      },
    ],
    durability: 'none: nothing is stored',
    invariant:
      'before each measurement: a frame and then what avsc writes; what is read is written again as the same bytes',
    versions: {},
    close: async () => undefined,
  }),
};
