import type { Database, Statement } from '@told/service';
import type { EntryKind } from '../entries/entry.ts';
import type { KeptEntry } from './queries.ts';

/** Entries that somebody should look at. */
type AlarmKind = Extract<EntryKind, 'gap' | 'unreadable' | 'opening'>;

const ALARM = `kind IN ('gap', 'unreadable', 'opening')`;

const COUNT_ALARMS: Statement = {
  name: 'audit_count_alarms',
  text: `SELECT kind, count(*) AS count FROM entry WHERE ledger = $1 AND index < $2 AND ${ALARM} GROUP BY kind`,
};

const LIST_ALARMS: Statement = {
  name: 'audit_list_alarms',
  text: `SELECT index, text FROM entry WHERE ledger = $1 AND index < $2 AND ${ALARM} ORDER BY index DESC LIMIT $3`,
};

export type AlarmCounts = Readonly<Record<AlarmKind, number>>;

/** Of the first `until` entries. */
export async function countAlarms(
  db: Database,
  { ledger, until }: { readonly ledger: number; readonly until: number },
): Promise<AlarmCounts> {
  type Row = { readonly kind: AlarmKind; readonly count: number };
  const { rows } = await db.query<Row>(COUNT_ALARMS, [ledger, until]);
  const counts = Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  return { gap: 0, unreadable: 0, opening: 0, ...counts };
}

/** The newest first. */
export async function listAlarms(
  db: Database,
  of: { readonly ledger: number; readonly until: number; readonly limit: number },
): Promise<readonly KeptEntry[]> {
  const { rows } = await db.query<KeptEntry>(LIST_ALARMS, [of.ledger, of.until, of.limit]);
  return rows;
}
