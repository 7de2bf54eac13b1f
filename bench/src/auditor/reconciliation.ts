import path from 'node:path';
import { SERVICE_NODE_FLAGS } from '@told/stack';
import { type Benchmark, partOf } from '../benchmark.ts';
import { measureProgram } from '../measure/measure-program.ts';
import { openServer } from '../measure/open-server.ts';
import { RECORDS_A_CHANGE } from '../p9/make-records.ts';
import { type FilledLedger, fillLedger } from './fill-ledger.ts';

export type Work = { readonly warmUp: FilledLedger; readonly measured: FilledLedger };

const ENTRIES = 1_000_000;
const WARM_UP_CHANGES = 10_000;
const [AIM_CPU_SECONDS, AIM_SECONDS, AIM_REPORT_MS, AIM_MB] = [40, 60, 100, 300];
const TIMEOUT_MS = 600_000;

export const RULE =
  'each change is decided once for two recipients, given to one and answered once; nothing differs';

/** What the report costs beside the ledger. */
export const RECONCILIATION: Benchmark = {
  id: 'reconciliation',
  isOneRound: true,
  work: `a ledger of ${ENTRIES.toLocaleString('en-GB')} entries (changes, decisions, outcomes) taken into the tables of the reconciliation, 2,000 a transaction; then 100 reports`,
  async open(onProgress, { size }) {
    const server = await openServer();
    try {
      const changes = partOf(Math.ceil(ENTRIES / RECORDS_A_CHANGE), size);
      const warmUp = await fillLedger(server, partOf(WARM_UP_CHANGES, size));
      const measured = await fillLedger(server, changes);
      onProgress(`a ledger of ${measured.entries.toLocaleString('en-GB')} entries stands`);
      return {
        product: {
          name: 'reconciliation',
          measure: () => {
            const program = path.join(import.meta.dirname, 'reconcile.ts');
            const work = { warmUp, measured };
            return measureProgram<Work>(server, program, work, TIMEOUT_MS, SERVICE_NODE_FLAGS.lean);
          },
        },
        productRunsAs:
          'foldPortion of services/audit until nothing is left, in one process with the heap that audit has, and on one connection; a report is its rows, sums, kinds and first 100 differences',
        comparisons: [],
        costs: [
          {
            ...{ id: 'reconciliation', aim: AIM_CPU_SECONDS },
            unit: 's of processor time for a million entries, process and database server',
            costOfRecord: ({
              records,
              clientCpuSeconds = Number.NaN,
              brokerCpuSeconds = Number.NaN,
            }) => ((clientCpuSeconds + brokerCpuSeconds) * ENTRIES) / records,
          },
          {
            ...{ id: 'reconciliation-time', aim: AIM_SECONDS, unit: 's for a million entries' },
            costOfRecord: ({ records, seconds }) => (seconds * ENTRIES) / records,
          },
          {
            ...{ id: 'reconciliation-memory', aim: AIM_MB, unit: 'MB at most in the process' },
            costOfRecord: ({ figures = {} }) => figures['peakMb'] ?? Number.NaN,
          },
          {
            ...{ id: 'reconciliation-report', aim: AIM_REPORT_MS, unit: 'ms for a report, median' },
            costOfRecord: ({ figures = {} }) => figures['report in ms'] ?? Number.NaN,
          },
        ],
        durability: server.durability,
        invariant: RULE,
        versions: { postgresql: server.version },
        close: () => server.close(),
      };
    } catch (error) {
      await server.close();
      throw error;
    }
  },
};
