import type { Codec } from '@told/codec';
import type { Database, Statement, Transaction } from '@told/service';
import type { Office } from '../office.ts';
import { type Compared, compareTables } from './compare-tables.ts';
import { listDerivedTables } from './derived-tables.ts';
import { fixLastEntry, lockEntries, PAGE_ENTRIES, readLastEntry, readPages } from './entries.ts';
import { aloneIn, beginRebuild, finishRebuild } from './positions.ts';
import { type Lanes, openLanes } from './take-lanes.ts';

export interface RebuildOptions {
  readonly office: Office;
  readonly codec: Codec;
  /** The office's own database; nothing is written there. */
  readonly source: Database;
  /** One with the same tables that has taken nothing itself. */
  readonly scratch: Database;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly pageEntries?: number;
  readonly pageRows?: number;
  /** Findings kept in the report at most; more are counted. */
  readonly findingsMax?: number;
}

export type RebuildProgress =
  | {
      readonly step: 'entries';
      readonly entries: number;
      readonly lastEntryNo: number;
      readonly toEntryNo: number;
    }
  | { readonly step: 'tables'; readonly table: string; readonly rows: number };

/** What a rebuild found; kept in the scratch database too. */
export interface RebuildReport extends Compared {
  readonly agency: string;
  /** Every row of every derived table is what the entries make. */
  readonly isEqual: boolean;
  /** Gone through, in all runs. */
  readonly entries: number;
  /** Both sides are as they were after it. */
  readonly lastEntryNo: number;
  readonly begunAt: string;
  readonly doneAt: string;
  /** 1: it was not interrupted. */
  readonly runs: number;
}

/** After so many stretches it fixes the end, however many entries came meanwhile: an office that takes them faster than they can be gone through. */
const STRETCHES_MAX = 20;

/**
 * Makes an office's derived tables anew in a scratch database, from the releases received and the journal, and compares them row by row with
 * the office's own. The office works on; it stands still for two instants, in which it is seen which entry is the last. What was interrupted
 * goes on where it was when it is called again. Throws `not-a-scratch`, `rebuild-done`, `rebuild-under-way`, `tables-differ`.
 */
export function rebuildInto(options: RebuildOptions): Promise<RebuildReport> {
  const { office, codec, source, scratch } = options;
  return aloneIn(scratch, async () => {
    const { begunAt, runs, lanes: standing } = await beginRebuild(scratch, office.agency);
    const lanes = openLanes({ office, codec, source, scratch, lanes: standing });
    await catchUp(options, lanes);
    return atItsEnd(source, async (snapshot, lastEntryNo) => {
      await takeUpTo(options, lanes, snapshot, lastEntryNo);
      const compared = await compareTables({
        ...{ source: snapshot, scratch, tables: listDerivedTables(office) },
        ...(options.pageRows !== undefined && { pageRows: options.pageRows }),
        ...(options.findingsMax !== undefined && { findingsMax: options.findingsMax }),
        onProgress: (at) => options.onProgress?.({ step: 'tables', ...at }),
      });
      const report: RebuildReport = {
        agency: office.agency,
        isEqual: compared.tables.every((one) => one.missing + one.additional + one.different === 0),
        ...{ entries: lanes.entries(), lastEntryNo, runs },
        ...{ begunAt: begunAt.toISOString(), doneAt: new Date().toISOString() },
        ...compared,
      };
      await finishRebuild(scratch, report);
      return report;
    });
  });
}

/** Takes stretch after stretch until little is left for the end, during which the office's database must remember how it was. */
async function catchUp(options: RebuildOptions, lanes: Lanes): Promise<void> {
  for (let stretch = 0; stretch < STRETCHES_MAX; stretch += 1) {
    const before = lanes.entries();
    await takeUpTo(options, lanes, options.source, await fixLastEntry(options.source));
    if (lanes.entries() - before <= PAGE_ENTRIES) return;
  }
}

async function takeUpTo(
  { onProgress, pageEntries = PAGE_ENTRIES }: RebuildOptions,
  lanes: Lanes,
  from: Pick<Transaction, 'query'>,
  toEntryNo: number,
): Promise<void> {
  try {
    for await (const page of readPages(from, lanes.reached(), toEntryNo, pageEntries)) {
      await lanes.take(page);
      const lastEntryNo = page.at(-1)?.entryNo ?? toEntryNo;
      onProgress?.({ step: 'entries', entries: lanes.entries(), lastEntryNo, toEntryNo });
    }
  } catch (error) {
    await lanes.drain().catch(() => undefined); // the first failure is the one to tell
    throw error;
  }
  await lanes.drain();
}

// Statements that see no row: what is seen is fixed by the first that does, which is asked for under the lock.
const REPEATABLE: Statement = {
  name: 'rebuild_repeatable',
  text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
};
/** It waits while the last entries are taken, and holds no lock that anybody else waits for. */
const PATIENT: Statement = {
  name: 'rebuild_patient',
  text: `SET LOCAL idle_in_transaction_session_timeout = '10min'`,
};

/** Runs `use` on the office's database as it is after its last entry at this moment; the office works on. */
function atItsEnd<T>(
  source: Database,
  use: (snapshot: Transaction, lastEntryNo: number) => Promise<T>,
): Promise<T> {
  return source.transaction(async (snapshot) => {
    await snapshot.query(REPEATABLE);
    await snapshot.query(PATIENT);
    const lastEntryNo = await source.transaction(async (tx) => {
      await lockEntries(tx);
      return readLastEntry(snapshot);
    });
    return use(snapshot, lastEntryNo);
  });
}
