import { planInclusion } from '@told/ledger';
import { type Database, openDatabase } from '@told/service';
import { readProof } from '../../../services/audit/src/ledger/read-nodes.ts';
import { contend } from '../measure/contend.ts';
import { median } from '../measure/summarise.ts';
import {
  appendBatches,
  enterArrivals,
  enterRecords,
  makeBatches,
  openSigner,
  readBatches,
} from './append-records.ts';
import { LEDGER } from './check-left.ts';
import { openRecordCodec } from './make-records.ts';
import type { Part, Work } from './work.ts';

const PROOFS = 2_000;
/** Visits entries all over the ledger, and none twice: it is prime to their number. */
const STRIDE = 179_426_549;

contend<Work>(async ({ warmUp, measured, reads, large }) => {
  const codec = await openRecordCodec();
  const open = ({ url }: Part): Database => openDatabase({ url, name: 'ledger' });
  const prepare = async (db: Database, { changes }: Part): Promise<() => Promise<number>> => {
    const signer = await openSigner(db, codec);
    if (reads) {
      const batches = [...makeBatches(codec, changes)];
      return () => appendBatches(db, takeAll(batches), enterRecords(codec), signer);
    }
    const batches = await readBatches(codec, makeBatches(codec, changes));
    return () => appendBatches(db, takeAll(batches), enterArrivals, signer);
  };
  const db = open(measured);
  const run = await prepare(db, measured); // before anything is timed
  return {
    async warmUp() {
      const warm = open(warmUp);
      await (await prepare(warm, warmUp))();
      await warm.close();
    },
    run,
    async measureMore() {
      if (large === undefined) return {};
      const proving = openDatabase({ url: large.url, name: 'proofs' });
      await timeProofs(proving, large.entries); // connections, plans and compiled code
      const times = await timeProofs(proving, large.entries);
      await proving.close();
      return { 'proof p50 in ms': median(times) };
    },
    close: () => db.close(),
  };
});

/** What has been entered is not kept: a service that reads a log does not either. */
function* takeAll<T>(items: T[]): Generator<T> {
  for (let item = items.shift(); item !== undefined; item = items.shift()) yield item;
}

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
