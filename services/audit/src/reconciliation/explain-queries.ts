import type { Statement, Transaction } from '@told/service';
import type { ReleaseLine } from './lines.ts';

type Queryable = Pick<Transaction, 'query'>;

/** An answer to a release that no decision names. */
export type Unnamed = ReleaseLine & {
  /** The case that its entry is about can still be read. */
  readonly isOpen: boolean;
  /** How often it was. */
  readonly lookedFor: number;
};

/** Of an answer whose case can no longer be read: it is looked for once, among all that its agency was given. */
const NEVER_AGAIN = 1_000_000;

// Those that were looked for least, so that none waits for others that nothing explains.
const READ_UNNAMED: Statement = {
  name: 'audit_read_unnamed',
  text: `SELECT r.release_id AS "releaseId", r.agency, r.sequence, r.kind, r.change_id AS "changeId", r.day, r.ledger, r.index,
                r.seen_at AS "seenAt", r.answers, r.looked_for AS "lookedFor", coalesce(e.case_references IS NOT NULL, false) AS "isOpen"
         FROM (SELECT * FROM reconciled_release WHERE kind IS NULL AND looked_for < ${NEVER_AGAIN} ORDER BY looked_for LIMIT $1) AS r
              LEFT JOIN entry e ON e.ledger = r.ledger AND e.index = r.index
         ORDER BY r.looked_for`,
};

export const readUnnamed = async (tx: Transaction, limit: number): Promise<readonly Unnamed[]> =>
  (await tx.query<Unnamed>(READ_UNNAMED, [limit])).rows;

const NOTE_LOOKED: Statement = {
  name: 'audit_note_looked_for',
  text: `UPDATE reconciled_release r SET looked_for = looked_for + k.by
         FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::integer[]) AS k (release_id, agency, sequence, by)
         WHERE r.release_id = k.release_id AND r.agency = k.agency AND r.sequence = k.sequence`,
};

export async function noteLookedFor(tx: Transaction, of: readonly Unnamed[]): Promise<void> {
  await tx.query(NOTE_LOOKED, [
    of.map(({ releaseId }) => releaseId),
    of.map(({ agency }) => agency),
    of.map(({ sequence }) => sequence),
    of.map(({ isOpen }) => (isOpen ? 1 : NEVER_AGAIN)),
  ]);
}

// As a timeline goes: the case's interests name its persons, and their changes the decisions.
const READ_DECISIONS: Statement = {
  name: 'audit_read_decisions_of_case',
  text: `WITH person AS (
           SELECT DISTINCT i.subject_key FROM entry o
             JOIN entry i ON i.case_references[1] = o.case_references[1] AND i.change_id IS NULL AND i.case_references IS NOT NULL
           WHERE o.ledger = $1 AND o.index = $2 AND i.kind = 'interest' AND i.text::jsonb #>> '{cases,0,agency}' = $3
         )
         SELECT DISTINCT d.text FROM person p
           JOIN entry c ON c.subject_key = p.subject_key AND c.kind <> 'decision' AND c.kind = 'change'
           JOIN entry d ON d.change_id = c.change_id AND d.kind = 'decision'`,
};

/** What was decided about the persons of the case that an answer is about. */
export const readDecisions = async (
  tx: Transaction,
  { ledger, index, agency }: ReleaseLine,
): Promise<readonly string[]> =>
  (await tx.query<{ text: string }>(READ_DECISIONS, [ledger, index, agency])).rows.map(
    ({ text }) => text,
  );

const READ_NAMED: Statement = {
  name: 'audit_read_named',
  text: `SELECT release_id AS "releaseId", agency, change_id AS "changeId" FROM reconciled_release
         WHERE release_id > $1 AND kind = 'value' ORDER BY release_id LIMIT $2`,
};

export interface Named {
  readonly releaseId: string;
  readonly agency: string;
  readonly changeId: string;
}

/** Releases that decisions name, in the order of their ids. */
export const readNamed = async (
  on: Queryable,
  after: string,
  limit: number,
): Promise<readonly Named[]> => (await on.query<Named>(READ_NAMED, [after, limit])).rows;
