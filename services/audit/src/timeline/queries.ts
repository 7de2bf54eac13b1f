import type { Database, Statement } from '@told/service';
import type { EntryKind } from '../entries/entry.ts';

export interface EntryRow {
  readonly ledgerId: string;
  readonly ledger: number;
  readonly index: number;
  /** Microseconds since 1970. */
  readonly at: number;
  readonly kind: EntryKind;
  readonly text: string;
  /** What the commitments to cases open to, in the entry's order; null once they were erased. */
  readonly caseReferences: readonly string[] | null;
  /** Nothing opens what it commits to any more. */
  readonly isErased: boolean;
}

/** The last entry of the page before; entries come newest first. */
interface After {
  readonly at: number;
  readonly ledger: number;
  readonly index: number;
}

export interface TimelinePage {
  readonly after: After | undefined;
  readonly kind: EntryKind | undefined;
  readonly agency: string | undefined;
  /** Of changes that tell of it: what was told, decided and answered. */
  readonly fact: string | undefined;
  /** Microseconds since 1970; `until` is not part of it. */
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly limit: number;
}

const COLUMNS = 'e.ledger, e.index, e.at, e.kind, e.text, e.case_references, e.salt';

/** The agency of the first case that an entry names. */
const AGENCY_OF = (entry: string): string => `${entry}.text::jsonb #>> '{cases,0,agency}'`;

// Each list is found by an index and is as long as one person's history; only it is filtered and sorted.
const PAGE = `SELECT l.id AS "ledgerId", e.ledger, e.index, e.at, e.kind, e.text, e.case_references AS "caseReferences", e.salt IS NULL AS "isErased"
  FROM (SELECT DISTINCT * FROM found) AS e JOIN ledger l ON l.no = e.ledger
  WHERE ($2::bigint IS NULL OR (e.at, e.ledger, e.index) < ($2::bigint, $3::smallint, $4::bigint))
    AND ($5::text IS NULL OR e.kind = $5)
    AND ($6::text IS NULL OR jsonb_path_exists(e.text::jsonb, '$.**.agency ? (@ == $agency)', jsonb_build_object('agency', $6::text)))
    AND ($7::bigint IS NULL OR e.at >= $7) AND ($8::bigint IS NULL OR e.at < $8)
    AND ($10::text IS NULL OR e.text::jsonb #>> '{facts,changeId}' IN (SELECT change_id FROM telling)
      OR e.text::jsonb #>> '{facts,releaseId}' IN (SELECT release_id FROM given))
  ORDER BY e.at DESC, e.ledger DESC, e.index DESC LIMIT $9`;

/** Asked of each entry, of a table of hashes: joined, each would be read again for each of these ids. */
const isAmong = (id: string, ids: string): string => `(${id} IN (${ids})) IS TRUE`;

/** The changes among `own` that tell of the fact asked for, and what was given of them. */
const OF_FACT = `telling AS (
      SELECT text::jsonb #>> '{facts,changeId}' AS change_id FROM own
      WHERE kind = 'change' AND text::jsonb #>> '{facts,fact}' = $10
    ), given AS (
      SELECT r ->> 'releaseId' AS release_id FROM found AS d, jsonb_array_elements(d.text::jsonb #> '{facts,recipients}') AS r
      WHERE d.kind = 'decision' AND ${isAmong(`d.text::jsonb #>> '{facts,changeId}'`, 'SELECT change_id FROM telling')}
    )`;

/** What its agency answered, or an officer did, in a case: found by the reference, since entries of that kind know no change. */
const OF_CASES = (condition: string): string => `SELECT ${COLUMNS} FROM held h
  JOIN entry e ON e.case_references[1] = h.reference AND e.change_id IS NULL AND e.case_references IS NOT NULL
  WHERE ${AGENCY_OF('e')} = h.agency AND ${condition}`;

export const OF_SUBJECT: Statement = {
  name: 'audit_timeline_of_subject',
  text: `WITH own AS (
      SELECT ${COLUMNS}, e.change_id FROM entry e WHERE e.subject_key = $1 AND e.kind <> 'decision'
    ), held AS (
      SELECT DISTINCT o.case_references[1] AS reference, ${AGENCY_OF('o')} AS agency FROM own o
      WHERE o.kind = 'interest' AND o.case_references IS NOT NULL
    ), found AS (
      SELECT ${COLUMNS} FROM own e
      UNION ALL
      SELECT ${COLUMNS} FROM own o JOIN entry e ON e.change_id = o.change_id AND e.kind = 'decision' WHERE o.kind = 'change'
      UNION ALL
      ${OF_CASES(`e.kind IN ('outcome', 'action')`)}
    ), ${OF_FACT} ${PAGE}`,
};

export const OF_CHANGE: Statement = {
  name: 'audit_timeline_of_change',
  text: `WITH own AS (
      SELECT ${COLUMNS} FROM entry e WHERE e.change_id = $1
    ), recipients AS (
      SELECT r ->> 'agency' AS agency, r ->> 'releaseId' AS release_id
      FROM own o, jsonb_array_elements(o.text::jsonb #> '{facts,recipients}') AS r WHERE o.kind = 'decision'
    ), held AS (
      SELECT DISTINCT c.reference, o.text::jsonb #>> ARRAY['cases', (c.place - 1)::text, 'agency'] AS agency
      FROM own o, unnest(o.case_references) WITH ORDINALITY AS c (reference, place) WHERE o.kind = 'decision'
    ), found AS (
      SELECT ${COLUMNS} FROM own e
      UNION ALL
      ${OF_CASES(`e.kind = 'outcome' AND ${isAmong(`e.text::jsonb #>> '{facts,releaseId}'`, 'SELECT release_id FROM recipients')}`)}
    ), ${OF_FACT} ${PAGE}`,
};

const FIND_SUBJECT: Statement = {
  name: 'audit_find_subject_of_change',
  text: `SELECT subject_key AS "subjectKey" FROM entry WHERE change_id = $1 AND kind = 'change'`,
};

const IS_KNOWN: Statement = {
  name: 'audit_is_subject_known',
  text: `SELECT true AS known FROM entry WHERE subject_key = $1 AND kind <> 'decision' LIMIT 1`,
};

/** What the ledger has about a person: what was told, decided, answered and done, their interests and consents; the newest first. */
export const readSubjectTimeline = (
  db: Database,
  subjectKey: string,
  page: TimelinePage,
): Promise<readonly EntryRow[]> => readPage(db, OF_SUBJECT, subjectKey, page);

/** What the ledger has about a change: that it was told, each decision on it, and what was answered to the releases it led to. */
export const readChangeTimeline = (
  db: Database,
  changeId: string,
  page: TimelinePage,
): Promise<readonly EntryRow[]> => readPage(db, OF_CHANGE, changeId, page);

async function readPage(
  db: Database,
  statement: Statement,
  of: string,
  { after, kind, agency, fact, from, until, limit }: TimelinePage,
): Promise<readonly EntryRow[]> {
  const { rows } = await db.query<EntryRow>(statement, [
    ...[of, after?.at ?? null, after?.ledger ?? null, after?.index ?? null],
    ...[kind ?? null, agency ?? null, from ?? null, until ?? null, limit, fact ?? null],
  ]);
  return rows;
}

/** Whom a change is about: null once that was erased, undefined for a change that is not known. */
export async function findSubjectOfChange(
  db: Database,
  changeId: string,
): Promise<string | null | undefined> {
  const { rows } = await db.query<{ subjectKey: string | null }>(FIND_SUBJECT, [changeId]);
  return rows[0]?.subjectKey;
}

export async function isSubjectKnown(db: Database, subjectKey: string): Promise<boolean> {
  const { rows } = await db.query(IS_KNOWN, [subjectKey]);
  return rows.length > 0;
}
