import type { Database, Statement } from '@told/service';

/** A ledger as its row has it. */
export interface LedgerRow {
  readonly no: number;
  readonly id: string;
  readonly size: number;
  readonly roots: readonly Buffer[];
}

const NEWEST_LEDGER = 'SELECT no, id, size, roots FROM ledger ORDER BY no DESC LIMIT 1';

/** The newest one, which alone grows. Whoever holds it says which entry comes next. */
export const LOCK_LEDGER: Statement = {
  name: 'audit_lock_ledger',
  text: `${NEWEST_LEDGER} FOR UPDATE`,
};
const READ_LEDGER: Statement = { name: 'audit_read_ledger', text: NEWEST_LEDGER };

const FIND_LEDGER: Statement = {
  name: 'audit_find_ledger',
  text: 'SELECT no, id, size, roots FROM ledger WHERE id = $1',
};

/** A ledger by its id, or the newest one; undefined when there is none. */
export async function findLedger(
  db: Database,
  id: string | undefined,
): Promise<LedgerRow | undefined> {
  const { rows } = await (id === undefined
    ? db.query<LedgerRow>(READ_LEDGER)
    : db.query<LedgerRow>(FIND_LEDGER, [id]));
  return rows[0];
}

const READ_HEAD: Statement = {
  name: 'audit_read_head',
  text: 'SELECT size, root, note FROM head WHERE ledger = $1 ORDER BY size DESC LIMIT 1',
};

const READ_ENTRIES: Statement = {
  name: 'audit_read_entries',
  text: 'SELECT index, text FROM entry WHERE ledger = $1 AND index >= $2 AND index < $3 ORDER BY index LIMIT $4',
};

export interface KeptHead {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

/** The newest head of a ledger; undefined before the first. */
export async function readHead(db: Database, ledger: number): Promise<KeptHead | undefined> {
  const { rows } = await db.query<KeptHead>(READ_HEAD, [ledger]);
  return rows[0];
}

const READ_HEADS: Statement = {
  name: 'audit_read_heads',
  text: 'SELECT size, root, note FROM head WHERE ledger = $1 AND size >= $2 ORDER BY size LIMIT $3',
};

/** Heads of a ledger over so many entries and more, in the order of their sizes. */
export async function readHeads(
  db: Database,
  of: { readonly ledger: number; readonly from: number; readonly limit: number },
): Promise<readonly KeptHead[]> {
  const { rows } = await db.query<KeptHead>(READ_HEADS, [of.ledger, of.from, of.limit]);
  return rows;
}

export interface KeptEntry {
  readonly index: number;
  readonly text: string;
}

/** Entries from one on, up to and without another, some at a time. */
export async function readEntries(
  db: Database,
  of: {
    readonly ledger: number;
    readonly from: number;
    readonly until: number;
    readonly limit: number;
  },
): Promise<readonly KeptEntry[]> {
  const { rows } = await db.query<KeptEntry>(READ_ENTRIES, [
    of.ledger,
    of.from,
    of.until,
    of.limit,
  ]);
  return rows;
}
