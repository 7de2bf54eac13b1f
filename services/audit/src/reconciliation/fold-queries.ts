import { type Statement, type Transaction, together } from '@told/service';
import type { Book } from './book-entries.ts';
import { type ChangeLine, DAY_COUNTS, type ReleaseLine } from './lines.ts';

type Queryable = Pick<Transaction, 'query'>;

/** How far a ledger may be taken in, and how far it has been. */
export interface Standing {
  readonly ledger: number;
  readonly ledgerId: string;
  readonly next: number;
  /** Of the newest ledger, what its newest head covers; of one that ended, all of it. */
  readonly end: number;
}

const READ_STANDINGS: Statement = {
  name: 'audit_read_reconciled',
  text: `SELECT l.no AS ledger, l.id AS "ledgerId", coalesce(r.next_index, 0) AS next,
                CASE WHEN l.no < max(l.no) OVER () THEN l.size
                     ELSE coalesce((SELECT h.size FROM head h WHERE h.ledger = l.no ORDER BY h.size DESC LIMIT 1), 0) END AS "end"
         FROM ledger l LEFT JOIN reconciled_ledger r ON r.ledger = l.no ORDER BY l.no`,
};

/** In the order of the ledgers. */
export const readStandings = async (on: Queryable): Promise<readonly Standing[]> =>
  (await on.query<Standing>(READ_STANDINGS)).rows;

const BEGIN_LEDGER: Statement = {
  name: 'audit_begin_reconciled',
  text: 'INSERT INTO reconciled_ledger (ledger, next_index) VALUES ($1, 0) ON CONFLICT DO NOTHING',
};
const LOCK_ALL: Statement = {
  name: 'audit_lock_reconciled',
  text: 'SELECT ledger, next_index AS next FROM reconciled_ledger ORDER BY ledger FOR UPDATE',
};
const MOVE_LEDGER: Statement = {
  name: 'audit_move_reconciled',
  text: 'UPDATE reconciled_ledger SET next_index = $2 WHERE ledger = $1',
};

interface Next {
  readonly ledger: number;
  readonly next: number;
}

/** Whoever holds them all alone changes lines: what one ledger says is held against what another does. */
export const lockAll = async (tx: Transaction): Promise<readonly Next[]> =>
  (await tx.query<Next>(LOCK_ALL)).rows;

/** The same; resolves with the next entry of a ledger that is to be taken in. */
export async function lockReconciled(tx: Transaction, ledger: number): Promise<number> {
  const [, all] = await together([tx.query(BEGIN_LEDGER, [ledger]), lockAll(tx)]);
  return all.find((one) => one.ledger === ledger)?.next ?? 0;
}

// Entries that no head covers belong to a ledger that ended: the heads of the next one do.
const READ_PORTION: Statement = {
  name: 'audit_read_portion',
  text: `SELECT index, text FROM entry WHERE ledger = $1 AND index >= $2 AND index < $3 ORDER BY index`,
};
const READ_SEEN: Statement = {
  name: 'audit_read_seen',
  text: `SELECT coalesce((SELECT signed_at_micros FROM head WHERE ledger = $1 AND size >= $2 ORDER BY size LIMIT 1),
                         (SELECT signed_at_micros FROM head WHERE ledger > $1 ORDER BY ledger, size LIMIT 1), 0) AS "seenAt"`,
};

export interface Portion {
  readonly rows: readonly { readonly index: number; readonly text: string }[];
  /** When a head covered all of it, in microseconds. */
  readonly seenAt: number;
}

export async function readPortion(
  tx: Transaction,
  { ledger, from, to }: { readonly ledger: number; readonly from: number; readonly to: number },
): Promise<Portion> {
  const [{ rows }, seen] = await together([
    tx.query<Portion['rows'][number]>(READ_PORTION, [ledger, from, to]),
    tx.query<{ seenAt: number }>(READ_SEEN, [ledger, to]),
  ]);
  return { rows, seenAt: seen.rows[0]?.seenAt ?? 0 };
}

// Each looked up by its key, whatever the planner thinks of a young table.
const READ_CHANGES: Statement = {
  name: 'audit_read_reconciled_changes',
  text: `SELECT c.change_id AS "changeId", c.is_told AS "isTold", c.agency, c.day, c.ledger, c.index, c.seen_at AS "seenAt", c.runs
         FROM unnest($1::uuid[]) AS k (id)
         CROSS JOIN LATERAL (SELECT * FROM reconciled_change WHERE change_id = k.id OFFSET 0) AS c`,
};
const READ_RELEASES: Statement = {
  name: 'audit_read_reconciled_releases',
  text: `SELECT r.release_id AS "releaseId", r.agency, r.sequence, r.kind, r.change_id AS "changeId", r.day, r.ledger, r.index,
                r.seen_at AS "seenAt", r.answers
         FROM unnest($1::uuid[]) AS k (id)
         CROSS JOIN LATERAL (SELECT * FROM reconciled_release WHERE release_id = k.id OFFSET 0) AS r`,
};

/** The lines as they stand of these changes and releases. */
export async function readLines(
  tx: Transaction,
  {
    changeIds,
    releaseIds,
  }: { readonly changeIds: readonly string[]; readonly releaseIds: readonly string[] },
): Promise<{ readonly changes: readonly ChangeLine[]; readonly releases: readonly ReleaseLine[] }> {
  const [changes, releases] = await together([
    tx.query<ChangeLine>(READ_CHANGES, [[...new Set(changeIds)]]),
    tx.query<ReleaseLine>(READ_RELEASES, [[...new Set(releaseIds)]]),
  ]);
  return { changes: changes.rows, releases: releases.rows };
}

const WRITE_CHANGES: Statement = {
  name: 'audit_write_reconciled_changes',
  text: `INSERT INTO reconciled_change (change_id, is_told, agency, day, ledger, index, seen_at, runs)
         SELECT id, is_told, agency, day, ledger, index, seen_at, string_to_array(runs, ' ')::integer[]
         FROM unnest($1::uuid[], $2::boolean[], $3::text[], $4::date[], $5::smallint[], $6::bigint[], $7::bigint[], $8::text[])
              AS c (id, is_told, agency, day, ledger, index, seen_at, runs)
         ON CONFLICT (change_id) DO UPDATE SET (is_told, agency, day, ledger, index, seen_at, runs)
            = (EXCLUDED.is_told, EXCLUDED.agency, EXCLUDED.day, EXCLUDED.ledger, EXCLUDED.index, EXCLUDED.seen_at, EXCLUDED.runs)`,
};
const WRITE_RELEASES: Statement = {
  name: 'audit_write_reconciled_releases',
  text: `INSERT INTO reconciled_release (release_id, agency, sequence, kind, change_id, day, ledger, index, seen_at, answers)
         SELECT id, agency, sequence, kind, change_id, day, ledger, index, seen_at, string_to_array(answers, ' ')::integer[]
         FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::uuid[], $6::date[], $7::smallint[], $8::bigint[], $9::bigint[],
                     $10::text[]) AS r (id, agency, sequence, kind, change_id, day, ledger, index, seen_at, answers)
         ON CONFLICT (release_id, agency, sequence) DO UPDATE SET (kind, change_id, day, ledger, index, seen_at, answers)
            = (EXCLUDED.kind, EXCLUDED.change_id, EXCLUDED.day, EXCLUDED.ledger, EXCLUDED.index, EXCLUDED.seen_at, EXCLUDED.answers)`,
};
const ADD_COUNTS: Statement = {
  name: 'audit_add_reconciled_counts',
  text: `INSERT INTO reconciled_day AS d (day, agency, decided, released, trimmed, refused, held, own, answered, taken_back, taken_back_answered)
         SELECT * FROM unnest($1::date[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
                              $9::bigint[], $10::bigint[], $11::bigint[])
         ON CONFLICT (day, agency) DO UPDATE SET decided = d.decided + EXCLUDED.decided, released = d.released + EXCLUDED.released,
           trimmed = d.trimmed + EXCLUDED.trimmed, refused = d.refused + EXCLUDED.refused, held = d.held + EXCLUDED.held,
           own = d.own + EXCLUDED.own, answered = d.answered + EXCLUDED.answered, taken_back = d.taken_back + EXCLUDED.taken_back,
           taken_back_answered = d.taken_back_answered + EXCLUDED.taken_back_answered`,
};
const ADD_FAULTS: Statement = {
  name: 'audit_add_reconciled_faults',
  text: `INSERT INTO reconciled_fault (kind, day, agency, change_id, release_id, number, ledger, index, seen_at)
         SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::uuid[], $5::uuid[], $6::integer[], $7::smallint[], $8::bigint[], $9::bigint[])`,
};

/** What a book has become, but for lines that are as they were read. Nobody waits for it: it travels with COMMIT. */
export function writeBook(
  tx: Transaction,
  { changes, releases, counts, faults }: Book,
  before: { readonly changes: readonly ChangeLine[]; readonly releases: readonly ReleaseLine[] },
): void {
  const read = new Set<ChangeLine | ReleaseLine>([...before.changes, ...before.releases]);
  writeChanges(
    tx,
    [...changes.values()].filter((one) => !read.has(one)),
  );
  writeReleases(
    tx,
    [...releases.values()].filter((one) => !read.has(one)),
  );
  const days = [...counts.values()].sort((a, b) => compare(nameDay(a), nameDay(b)));
  if (days.length > 0) {
    void tx.query(ADD_COUNTS, [
      ...[days.map(({ day }) => day), days.map(({ agency }) => agency)],
      ...DAY_COUNTS.map((name) => days.map((one) => one.counts[name])),
    ]);
  }
  if (faults.length > 0) {
    void tx.query(ADD_FAULTS, [
      faults.map(({ kind }) => kind),
      faults.map(({ day }) => day),
      faults.map(({ agency }) => agency),
      faults.map(({ changeId }) => changeId),
      faults.map(({ releaseId }) => releaseId),
      faults.map(({ number }) => number),
      ...placesOf(faults),
    ]);
  }
}

export function moveReconciled(tx: Transaction, ledger: number, next: number): void {
  void tx.query(MOVE_LEDGER, [ledger, next]);
}

function writeChanges(tx: Transaction, lines: readonly ChangeLine[]): void {
  if (lines.length === 0) return;
  void tx.query(WRITE_CHANGES, [
    lines.map(({ changeId }) => changeId),
    lines.map(({ isTold }) => isTold),
    lines.map(({ agency }) => agency),
    lines.map(({ day }) => day),
    ...placesOf(lines),
    lines.map(({ runs }) => runs.join(' ')),
  ]);
}

function writeReleases(tx: Transaction, lines: readonly ReleaseLine[]): void {
  if (lines.length === 0) return;
  void tx.query(WRITE_RELEASES, [
    lines.map(({ releaseId }) => releaseId),
    lines.map(({ agency }) => agency),
    lines.map(({ sequence }) => sequence),
    lines.map(({ kind }) => kind),
    lines.map(({ changeId }) => changeId),
    lines.map(({ day }) => day),
    ...placesOf(lines),
    lines.map(({ answers }) => answers.join(' ')),
  ]);
}

const placesOf = (
  lines: readonly { readonly ledger: number; readonly index: number; readonly seenAt: number }[],
): readonly (readonly number[])[] => [
  lines.map(({ ledger }) => ledger),
  lines.map(({ index }) => index),
  lines.map(({ seenAt }) => seenAt),
];

const nameDay = ({ day, agency }: { readonly day: string; readonly agency: string }): string =>
  `${day} ${agency}`;
const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
