import path from 'node:path';
import { type Benchmark, partOf } from '../benchmark.ts';
import { measureProgram } from '../measure/measure-program.ts';
import { openServer } from '../measure/open-server.ts';
import { type FilledLedger, fillLedger } from './fill-ledger.ts';

export type Work = { readonly ledger: FilledLedger; readonly looks: number };

const CHANGES = 1_000_000;
const LOOKS = 1_000;
const AIM_MS = 300;
/** Where something is wrong, a look reads all of the ledger. */
const TIMEOUT_MS = 600_000;

export const RULE = 'a timeline has every entry about its person or change';

/** What an auditor waits for who looks at a person, or at a change. */
export const TIMELINE: Benchmark = {
  id: 'timeline',
  isOneRound: true,
  work: `timelines of ${LOOKS.toLocaleString('en-GB')} persons and ${LOOKS.toLocaleString('en-GB')} changes, in a ledger of ${CHANGES.toLocaleString('en-GB')} changes, each decided and answered once, about 30,000 persons`,
  async open(onProgress, { size }) {
    const server = await openServer();
    try {
      const ledger = await fillLedger(server, partOf(CHANGES, size));
      onProgress(`a ledger of ${ledger.entries.toLocaleString('en-GB')} entries stands`);
      const work: Work = { ledger, looks: partOf(LOOKS, size) };
      return {
        product: {
          name: 'timeline',
          measure: () => {
            const program = path.join(import.meta.dirname, 'look-at-timelines.ts');
            return measureProgram<Work>(server, program, work, TIMEOUT_MS);
          },
        },
        productRunsAs:
          'GET /v1/people/{subjectKey}/timeline and /v1/changes/{changeId}/timeline of services/audit, one request after another, without a socket; that somebody looked is an action in the outbox each time. A tenth of the ledger is entered by the product, the rest are copies with other ids about the same persons',
        comparisons: [],
        costs: (['person', 'change'] as const).flatMap((of) =>
          (['p50', 'p99'] as const).map((quantile) => ({
            ...{ id: `timeline-${of}-${quantile}`, aim: AIM_MS },
            unit: `ms for the timeline of a ${of}, ${quantile}`,
            costOfRecord: ({ figures = {} }) => figures[`${of} ${quantile} in ms`] ?? Number.NaN,
          })),
        ),
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
