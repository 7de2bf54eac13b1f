import type { Database, Statement, Transaction } from '@told/service';

/** An entry by its place. */
export interface Place {
  readonly ledger: number;
  readonly index: number;
}

const READ_ERASED: Statement = {
  name: 'audit_read_erased',
  text: `SELECT (SELECT max(at) FROM erasure) AS "latestAt",
                ARRAY(SELECT release_id FROM erased_release WHERE release_id = ANY ($1::text[])) AS "releaseIds"`,
};

const FIND_DIGESTS: Statement = {
  name: 'audit_find_erased_digests',
  text: 'SELECT digest, max(at) AS at FROM erasure WHERE digest = ANY ($1) GROUP BY digest',
};

// A key that is erased again, or a case found again, is looked through once more.
const ORDER: Statement = {
  name: 'audit_order_forgetting',
  text: `INSERT INTO erasure (erasure_id, digest, at, keys, subject_key, agency, case_reference)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[])
         ON CONFLICT (digest, erasure_id) DO UPDATE
         SET subject_key = excluded.subject_key, agency = excluded.agency, case_reference = excluded.case_reference`,
};

const ORDER_AGAIN: Statement = {
  name: 'audit_order_forgetting_again',
  text: `UPDATE erasure e SET subject_key = n.subject_key, agency = n.agency, case_reference = n.case_reference
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS n (digest, subject_key, agency, case_reference)
         WHERE e.digest = n.digest`,
};

const KEEP_RELEASES: Statement = {
  name: 'audit_keep_erased_releases',
  text: 'INSERT INTO erased_release (release_id) SELECT DISTINCT unnest($1::text[]) ON CONFLICT DO NOTHING',
};

const FORGET: Statement = {
  name: 'audit_forget_openings',
  text: `UPDATE entry e SET salt = NULL, subject_key = NULL, case_references = NULL
         FROM unnest($1::smallint[], $2::bigint[]) AS p (ledger, index) WHERE e.ledger = p.ledger AND e.index = p.index`,
};

/** What appending must know of erasures: until when the latest one reaches, and which of these releases were erased people's. */
export interface ErasedBefore {
  readonly latestAt: number | null;
  readonly releaseIds: readonly string[];
}

export async function readErased(
  tx: Transaction,
  releaseIds: readonly string[],
): Promise<ErasedBefore> {
  const { rows } = await tx.query<ErasedBefore>(READ_ERASED, [releaseIds]);
  return rows[0] ?? { latestAt: null, releaseIds: [] };
}

/** Until when each of these was erased; those that never were are left out. */
export async function findErasedUntil(
  db: Pick<Database, 'query'>,
  digests: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  type Row = { readonly digest: string; readonly at: number };
  const { rows } = await db.query<Row>(FIND_DIGESTS, [digests]);
  return new Map(rows.map(({ digest, at }) => [digest, at]));
}

/** A key or a case whose openings are to be forgotten. */
export interface Forgotten {
  readonly digest: string;
  readonly subjectKey: string | null;
  readonly agency: string | null;
  readonly caseReference: string | null;
}

export interface Ordered extends Forgotten {
  readonly erasureId: string;
  readonly at: number;
  readonly keys: number | null;
}

export async function orderForgetting(tx: Transaction, all: readonly Ordered[]): Promise<void> {
  if (all.length === 0) return;
  // One row may be written once in a statement.
  const ordered = [...new Map(all.map((one) => [`${one.digest}/${one.erasureId}`, one])).values()];
  await tx.query(ORDER, [
    ordered.map(({ erasureId }) => erasureId),
    ordered.map(({ digest }) => digest),
    ordered.map(({ at }) => at),
    ordered.map(({ keys }) => keys),
    ...namesOf(ordered),
  ]);
}

/** What was forgotten before has entries again. */
export async function orderAgain(tx: Transaction, names: readonly Forgotten[]): Promise<void> {
  if (names.length === 0) return;
  await tx.query(ORDER_AGAIN, [names.map(({ digest }) => digest), ...namesOf(names)]);
}

const namesOf = (names: readonly Forgotten[]) => [
  names.map(({ subjectKey }) => subjectKey),
  names.map(({ agency }) => agency),
  names.map(({ caseReference }) => caseReference),
];

export async function keepErasedReleases(
  tx: Transaction,
  releaseIds: readonly string[],
): Promise<void> {
  if (releaseIds.length > 0) await tx.query(KEEP_RELEASES, [releaseIds]);
}

/** Takes away what opens these entries' commitments; their text stands. */
export async function forgetEntries(tx: Transaction, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  await tx.query(FORGET, [places.map(({ ledger }) => ledger), places.map(({ index }) => index)]);
}
