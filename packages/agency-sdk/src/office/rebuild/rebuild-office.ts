import type { Codec } from '@told/codec';
import type { Database, Statement } from '@told/service';
import type { Office } from '../office.ts';
import { listDerivedTables } from './derived-tables.ts';
import { lockEntries, readLastEntry, readPages } from './entries.ts';
import { splitRuns, takeRun } from './take-run.ts';

const clear = (table: string): Statement => ({
  name: `office_clear_${table}`,
  text: `DELETE FROM ${table}`,
});

/**
 * Makes the derived tables (claim, case_fact, award, award_history and the office's own) anew from the releases received and the journal,
 * in the order in which they took effect, in one transaction. Publishes nothing. Returns the number of entries gone through.
 */
export function rebuildOffice(
  db: Database,
  office: Office,
  codec: Codec,
): Promise<{ readonly entries: number }> {
  return db.transaction(async (tx) => {
    await lockEntries(tx);
    for (const table of listDerivedTables(office)) await tx.query(clear(table));
    let entries = 0;
    for await (const page of readPages(tx, 0, await readLastEntry(tx))) {
      for (const run of splitRuns(page)) await takeRun(tx, office, { tx, codec }, run);
      entries += page.length;
    }
    return { entries };
  });
}
