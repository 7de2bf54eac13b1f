import type { Database, Statement, Transaction } from '@told/service';
import { commitWith } from '../entries/commitments.ts';
import type { CaseOf, EntryKind, Facts } from '../entries/entry.ts';
import { nameCase } from './note-erasures.ts';
import { forgetEntries, keepErasedReleases, orderForgetting, type Place } from './queries.ts';
import { releaseIdsOf } from './release-ids.ts';

export interface ForgetPorts {
  readonly db: Database;
  /** The database's own secret: what makes the digests. */
  readonly markKey: Buffer;
  /** Entries a transaction; a person's history may be long. */
  readonly entriesMax?: number;
}

const ENTRIES_MAX = 500;

interface Row {
  readonly erasureId: string;
  readonly digest: string;
  readonly at: number;
  readonly subjectKey: string | null;
  readonly agency: string | null;
  readonly caseReference: string | null;
}

// Persons before cases, which are then looked through once: each interest found names its case again.
export const TAKE_ONE: Statement = {
  name: 'audit_take_forgetting',
  text: `SELECT erasure_id AS "erasureId", digest, at, subject_key AS "subjectKey", agency, case_reference AS "caseReference"
         FROM erasure WHERE subject_key IS NOT NULL OR case_reference IS NOT NULL
         ORDER BY subject_key IS NULL, at, digest LIMIT 1 FOR UPDATE SKIP LOCKED`,
};

const READ_OF_SUBJECT: Statement = {
  name: 'audit_read_openings_of_subject',
  text: `SELECT ledger, index, kind, change_id AS "changeId", text, case_references AS "caseReferences" FROM entry
         WHERE subject_key = $1 AND kind <> 'decision' AND at <= $2 LIMIT $3`,
};

const READ_DECIDED: Statement = {
  name: 'audit_read_openings_of_decisions',
  text: `SELECT ledger, index, kind, change_id AS "changeId", text, case_references AS "caseReferences" FROM entry
         WHERE change_id = ANY ($1::uuid[]) AND kind = 'decision' AND salt IS NOT NULL`,
};

// Of a case that somebody else has an interest in, what was answered to this person's releases alone.
const READ_OF_CASE: Statement = {
  name: 'audit_read_openings_of_case',
  text: `WITH held AS (
           SELECT ledger, index, at, kind, subject_key, text::jsonb AS text FROM entry
           WHERE case_references[1] = $1 AND change_id IS NULL AND case_references IS NOT NULL
             AND text::jsonb #>> '{cases,0,agency}' = $2
         ), shared AS (
           SELECT EXISTS (SELECT FROM held WHERE kind = 'interest' AND subject_key IS NOT NULL AND at <= $3) AS is_shared
         )
         SELECT ledger, index FROM held, shared
         WHERE subject_key IS NULL AND (
           at <= $3 AND NOT is_shared
           OR kind = 'outcome' AND EXISTS (SELECT FROM erased_release r WHERE r.release_id = text #>> '{facts,releaseId}')
         ) LIMIT $4`,
};

const END: Statement = {
  name: 'audit_end_forgetting',
  text: `UPDATE erasure SET subject_key = NULL, agency = NULL, case_reference = NULL WHERE digest = $1 AND erasure_id = $2`,
};

interface OpeningRow extends Place {
  readonly kind: EntryKind;
  readonly changeId: string | null;
  readonly text: string;
  readonly caseReferences: readonly string[] | null;
}

/**
 * Takes away what opens some of the entries of one person or case that was erased, in one transaction: killed anywhere, it goes on where it was.
 * Resolves with false once there is nothing left to forget.
 */
export function forgetSome({ db, ...of }: ForgetPorts): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = (await tx.query<Row>(TAKE_ONE)).rows;
    if (row === undefined) return false;
    const isThrough = await (row.subjectKey === null
      ? forgetCase(tx, row, of)
      : forgetSubject(tx, row, of));
    if (isThrough) await tx.query(END, [row.digest, row.erasureId]);
    return true;
  });
}

type Of = Omit<ForgetPorts, 'db'>;

/** Also the cases of the person, and the releases by which later answers are known, are written down before nothing leads to them any more. */
async function forgetSubject(tx: Transaction, row: Row, of: Of): Promise<boolean> {
  const { entriesMax = ENTRIES_MAX, markKey } = of;
  const { rows: own } = await tx.query<OpeningRow>(READ_OF_SUBJECT, [
    ...[row.subjectKey, row.at, entriesMax],
  ]);
  const changeIds = own.flatMap(({ kind, changeId }) => (kind === 'change' ? [changeId] : []));
  const { rows: decided } = await tx.query<OpeningRow>(READ_DECIDED, [changeIds]);
  const commit = commitWith(markKey);
  const { erasureId, at } = row;
  const cases = [...own, ...decided].flatMap(casesOf);
  await orderForgetting(
    tx,
    cases.map(({ agency, caseReference }) => ({
      ...nameCase(agency, caseReference, commit),
      ...{ erasureId, at, keys: null },
    })),
  );
  await keepErasedReleases(
    tx,
    decided.flatMap(({ text }) => releaseIdsOf((JSON.parse(text) as { facts: Facts }).facts)),
  );
  await forgetEntries(tx, [...own, ...decided]);
  return own.length < entriesMax;
}

function casesOf({ text, caseReferences }: OpeningRow): readonly CaseOf[] {
  const { cases = [] } = JSON.parse(text) as { readonly cases?: readonly CaseOf[] };
  return (caseReferences ?? []).flatMap((caseReference, place) => {
    const agency = cases[place]?.agency;
    return agency === undefined ? [] : [{ agency, caseReference }];
  });
}

async function forgetCase(tx: Transaction, row: Row, of: Of): Promise<boolean> {
  const { entriesMax = ENTRIES_MAX } = of;
  const { rows } = await tx.query<Place>(READ_OF_CASE, [
    ...[row.caseReference, row.agency, row.at, entriesMax],
  ]);
  await forgetEntries(tx, rows);
  return rows.length < entriesMax;
}
