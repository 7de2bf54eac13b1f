import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Benchmark, partOf } from '../benchmark.ts';
import { runContender } from '../measure/run-contender.ts';
import type { Work } from './product.ts';
import { createBundles } from './write-bundle.ts';

const ENTRIES = 1_000_000;
const WARM_UP = 20_000;
const AIM_SECONDS = 60;
const AIM_MB = 300;

/** A whole ledger checked from a file, as an auditor does. */
export const VERIFY: Benchmark = {
  id: 'verify',
  work: `an exported ledger of ${ENTRIES.toLocaleString('en-GB')} entries and 1,000 heads verified`,
  async open(onProgress, { size }) {
    const entries = partOf(ENTRIES, size);
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-bench-'));
    const close = async (): Promise<void> => fs.rmSync(dir, { recursive: true, force: true });
    const [file, warmUpFile] = [path.join(dir, 'ledger.ndjson'), path.join(dir, 'small.ndjson')];
    try {
      const { key, write } = createBundles();
      write(warmUpFile, partOf(WARM_UP, size));
      write(file, entries);
      onProgress(`the bundle has ${Math.round(fs.statSync(file).size / 1_000_000)} MB`);
      const work: Work = { file, warmUpFile, key, entries };
      return {
        product: {
          name: 'verifier',
          async measure() {
            const program = path.join(import.meta.dirname, 'product.ts');
            const { done, seconds, cpuSeconds, figures } = await runContender(
              program,
              work,
              () => undefined,
            );
            return {
              ...{ records: done, seconds, figures },
              ...{ clientCpuSeconds: cpuSeconds, brokerCpuSeconds: undefined },
            };
          },
        },
        productRunsAs:
          'the code of the plain verifier, from a file in the machine’s cache, in one process and one thread',
        comparisons: [],
        costs: [
          {
            ...{ id: 'verify', unit: 's for the whole bundle', aim: AIM_SECONDS },
            costOfRecord: ({ seconds }) => seconds,
          },
          {
            ...{ id: 'verify-memory', unit: 'MB at most in the process', aim: AIM_MB },
            costOfRecord: ({ figures }) => figures?.['peakMb'] ?? Number.NaN,
          },
        ],
        durability: 'none: nothing is stored',
        invariant: 'the bundle is found sound, with all its entries',
        versions: {},
        close,
      };
    } catch (error) {
      await close();
      throw error;
    }
  },
};
