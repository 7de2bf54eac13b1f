import type { Database, Statement } from '@told/service';
import type { EntryKind } from '../entries/entry.ts';

export interface ListedRow {
  readonly ledgerId: string;
  readonly index: number;
  /** Microseconds since 1970. */
  readonly at: number;
  readonly kind: EntryKind;
  readonly text: string;
  /** Null where the entry is about nobody, or that was erased. */
  readonly subjectKey: string | null;
}

export interface ListAsked {
  readonly ledger: number;
  /** The page begins with the entry before this one. */
  readonly before: number;
  readonly kind: string | undefined;
  readonly agency: string | undefined;
  readonly actor: string | undefined;
  /** Actions alone by which somebody looked at something. */
  readonly looks: boolean;
  /** Microseconds; `until` is not part of it. */
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly limit: number;
}

/** By which somebody saw what is about people, or how the bus is watched. */
const LOOKS = [
  'person-looked-up',
  'timeline-viewed',
  'values-revealed',
  'entries-viewed',
  'page-viewed',
];

const LIST: Statement = {
  name: 'audit_list_entries',
  text: `SELECT l.id AS "ledgerId", e.index, e.at, e.kind, e.text, e.subject_key AS "subjectKey"
         FROM entry e JOIN ledger l ON l.no = e.ledger
         WHERE e.ledger = $1 AND e.index < $2 AND e.index >= $3
           AND ($4::text IS NULL OR e.kind = $4) AND ($5::bigint IS NULL OR e.at >= $5) AND ($6::bigint IS NULL OR e.at < $6)
           AND ($7::text IS NULL OR jsonb_path_exists(e.text::jsonb, '$.**.agency ? (@ == $agency)', jsonb_build_object('agency', $7::text)))
           AND ($8::text IS NULL OR e.kind = 'action' AND e.text::jsonb #>> '{facts,actor}' = $8)
           AND ($9::text[] IS NULL OR e.kind = 'action' AND e.text::jsonb #>> '{facts,action}' = ANY ($9))
         ORDER BY e.index DESC LIMIT $10`,
};

/** Entries that one statement looks through, and how often one request does so: a filter that fits nothing must not read the whole ledger. */
const WINDOW = 10_000;
const WINDOWS_MAX = 5;

/** The newest first, and where to go on: before an entry that was looked at; null when there is none. */
export async function listEntries(
  db: Database,
  asked: ListAsked,
): Promise<{ readonly rows: readonly ListedRow[]; readonly next: number | null }> {
  const { ledger, kind, agency, actor, looks, from, until, limit } = asked;
  const rows: ListedRow[] = [];
  let { before } = asked;
  for (let window = 0; window < WINDOWS_MAX && before > 0; window += 1) {
    const floor = Math.max(0, before - WINDOW);
    const left = limit - rows.length;
    const found = await db.query<ListedRow>(LIST, [
      ...[ledger, before, floor, kind ?? null, from ?? null, until ?? null, agency ?? null],
      ...[actor ?? null, looks ? LOOKS : null, left],
    ]);
    rows.push(...found.rows);
    const last = rows.at(-1);
    if (rows.length >= limit && last !== undefined) {
      return { rows, next: last.index === 0 ? null : last.index };
    }
    before = floor;
  }
  return { rows, next: before === 0 ? null : before };
}
