import process from 'node:process';
import { openDatabase } from '@told/service';
import { kindsOf } from '../../../services/audit/src/reconciliation/differences.ts';
import { foldPortion } from '../../../services/audit/src/reconciliation/fold-ledger.ts';
import {
  countKinds,
  readDays,
  readDifferences,
  readTotals,
} from '../../../services/audit/src/reconciliation/report-queries.ts';
import { InvariantError } from '../benchmark.ts';
import { contend } from '../measure/contend.ts';
import { median } from '../measure/summarise.ts';
import { AGENCY } from '../p9/make-records.ts';
import type { FilledLedger } from './fill-ledger.ts';
import { RULE, type Work } from './reconciliation.ts';

const AGENCIES = new Set([AGENCY, 'luton']);
const REPORTS = 100;
const QUESTION = { agency: null, from: null, to: null };
const KIB_PER_MB = 1_000;

contend<Work>(async ({ warmUp, measured }) => {
  const db = openDatabase({ url: measured.url, name: 'reconcile' });
  return {
    async warmUp() {
      const warm = openDatabase({ url: warmUp.url, name: 'reconcile' });
      await foldAll(warm);
      await warm.close();
    },
    async run() {
      await foldAll(db);
      return measured.entries;
    },
    async measureMore() {
      const peakMb = process.resourceUsage().maxRSS / KIB_PER_MB;
      await checkTotals(db, measured);
      const times: number[] = [];
      for (let report = 0; report < REPORTS; report += 1) {
        const startedMs = performance.now();
        await Promise.all([
          readDays(db, QUESTION, { after: null, limit: 100 }),
          readTotals(db, QUESTION),
          countKinds(db, QUESTION),
          readDifferences(db, QUESTION, { kinds: kindsOf(undefined), after: null, limit: 100 }),
        ]);
        times.push(performance.now() - startedMs);
      }
      return { peakMb, 'report in ms': median(times) };
    },
    close: () => db.close(),
  };
});

async function foldAll(db: ReturnType<typeof openDatabase>): Promise<void> {
  while ((await foldPortion(db, AGENCIES)) > 0);
}

/** @throws InvariantError */
async function checkTotals(
  db: ReturnType<typeof openDatabase>,
  { changes, copies }: FilledLedger,
): Promise<void> {
  const { trimmed, refused, answered, differences } = await readTotals(db, QUESTION);
  const wanted = changes * copies;
  const isWhole = [trimmed, refused, answered].every((count) => count === wanted);
  if (!isWhole || differences > 0)
    throw new InvariantError({ wanted, trimmed, refused, answered, differences }, RULE);
}
