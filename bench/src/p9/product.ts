import { planInclusion } from '@told/ledger';
import { type Database, openDatabase } from '@told/service';
import { readProof } from '../../../services/audit/src/ledger/read-nodes.ts';
import { contend } from '../measure/contend.ts';
import { median } from '../measure/summarise.ts';
import { appendBatches, makeBatches } from './append-records.ts';
import { openRecordCodec } from './make-records.ts';
import type { Part, Work } from './work.ts';

const PROOFS = 2_000;
/** Visits entries all over the ledger, and none twice: it is prime to their number. */
const STRIDE = 179_426_549;
const LEDGER = 1;

contend<Work>(async ({ warmUp, measured, large }) => {
  const codec = await openRecordCodec();
  const open = ({ url }: Part): Database => openDatabase({ url, name: 'ledger' });
  const batches = [...makeBatches(codec, measured.changes)]; // made before anything is timed
  const db = open(measured);
  return {
    async warmUp() {
      const warm = open(warmUp);
      await appendBatches(warm, codec, makeBatches(codec, warmUp.changes));
      await warm.close();
    },
    run: () => appendBatches(db, codec, batches),
    async measureMore() {
      const proving = openDatabase({ url: large.url, name: 'proofs' });
      await timeProofs(proving, large.entries); // connections, plans and compiled code
      const times = await timeProofs(proving, large.entries);
      await proving.close();
      return { 'proof p50 in ms': median(times) };
    },
    close: () => db.close(),
  };
});

/** One after another, each from its plan to the last hash. */
async function timeProofs(db: Database, entries: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let proof = 0; proof < PROOFS; proof += 1) {
    const startedMs = performance.now();
    await readProof(db, LEDGER, planInclusion((proof * STRIDE) % entries, entries));
    times.push(performance.now() - startedMs);
  }
  return times;
}
