import type { IsoDate } from '@told/codec';
import type { Database, Statement, Transaction } from '@told/service';

/** Entries gone through at once; bounds memory. */
export const PAGE_ENTRIES = 1_000;

/** One thing that an office took in: a release, or a command of its officers. */
export interface EntryRow {
  readonly entryNo: number;
  /** Null: a release. */
  readonly command: string | null;
  readonly caseReference: string | null;
  readonly submissionKey: string;
  readonly body: unknown;
  readonly value: Buffer;
  /** Of a release that takes another back. */
  readonly takesBack: string | null;
  readonly businessDate: IsoDate;
  readonly at: Date;
  readonly givenBy: string;
}

// Each table is bounded by itself: a page of both would be sought out of all that is left, and the last of a million cost a thousand times the first.
export const READ_PAGE: Statement = {
  name: 'office_read_entries',
  text: `SELECT * FROM (
      (SELECT entry_no AS "entryNo", NULL AS command, case_reference AS "caseReference", NULL AS "submissionKey", NULL::jsonb AS body,
        value, takes_back AS "takesBack", business_date AS "businessDate", received_at AS "at", NULL AS "givenBy"
      FROM received_release WHERE entry_no > $1 ORDER BY entry_no LIMIT $3)
      UNION ALL
      (SELECT entry_no, command, case_reference, submission_key, body, NULL, NULL, business_date, recorded_at, given_by
      FROM journal WHERE entry_no > $1 ORDER BY entry_no LIMIT $3)
    ) AS entry WHERE "entryNo" <= $2 ORDER BY "entryNo" LIMIT $3`,
};

const READ_LAST: Statement = {
  name: 'office_read_last_entry',
  text: `SELECT greatest((SELECT max(entry_no) FROM received_release), (SELECT max(entry_no) FROM journal), 0) AS "last"`,
};

// Whoever takes entries, opens cases or adds to what is looked up comes to claim first, and waits; see lockOpening.
const LOCK: Statement = { name: 'office_lock_all', text: 'LOCK TABLE claim IN EXCLUSIVE MODE' };

/** Until the transaction ends, nothing takes effect here, and every entry that has a number below the last is there. */
export const lockEntries = async (tx: Transaction): Promise<void> => void (await tx.query(LOCK));

/** The number of the last entry; 0: there is none. */
export async function readLastEntry(from: Pick<Transaction, 'query'>): Promise<number> {
  const { rows } = await from.query<{ last: number }>(READ_LAST);
  return rows[0]?.last ?? 0;
}

/** The last entry at this moment, below which no number is still to come. The office stands still for an instant. */
export const fixLastEntry = (source: Database): Promise<number> =>
  source.transaction(async (tx) => {
    await lockEntries(tx);
    return readLastEntry(tx);
  });

/** Pages of entries in the order in which they took effect, above one number and up to another; the next is fetched while one is at work. */
export async function* readPages(
  from: Pick<Transaction, 'query'>,
  after: number,
  last: number,
  pageEntries: number = PAGE_ENTRIES,
): AsyncGenerator<readonly EntryRow[]> {
  const read = (above: number) =>
    settle(from.query<EntryRow>(READ_PAGE, [above, last, pageEntries]));
  for (let next = read(after); ; ) {
    const rows = await next();
    const end = rows.at(-1);
    if (end === undefined) return;
    if (rows.length === pageEntries) next = read(end.entryNo);
    yield rows;
    if (rows.length < pageEntries) return;
  }
}

/** A page that is being fetched: its failure is whoever's who asks for it. */
function settle(
  asked: Promise<{ readonly rows: readonly EntryRow[] }>,
): () => Promise<readonly EntryRow[]> {
  const settled = asked.then(
    ({ rows }) =>
      () =>
        rows,
    (error: unknown) => () => {
      throw error;
    },
  );
  return async () => (await settled)();
}
