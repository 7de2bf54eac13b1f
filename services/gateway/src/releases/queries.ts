import type { Release } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import type { GivenBasis } from './withhold-fields.ts';

/** What is kept of a release that left: everything but its values. */
export type KeptRelease = Pick<
  Release,
  | 'releaseId'
  | 'releaseSequence'
  | 'caseReference'
  | 'capacity'
  | 'kind'
  | 'changeId'
  | 'sourceAgency'
  | 'fact'
  | 'changeType'
  | 'previousChangeId'
  | 'occurredOn'
  | 'notifiedOn'
  | 'receivedOn'
> & {
  readonly agency: string;
  readonly run: number;
  readonly given: readonly GivenBasis[];
};

const READ_RELEASES: Statement = {
  name: 'gateway_read_releases_to_take_back',
  text: `SELECT r.release_id AS "releaseId", r.release_sequence AS "releaseSequence", r.agency, r.case_reference AS "caseReference",
      r.kind, r.run, r.change_id AS "changeId", p.capacity, d.source_agency AS "sourceAgency", d.fact, d.change_type AS "changeType",
      d.previous_change_id AS "previousChangeId", d.occurred_on AS "occurredOn", d.notified_on AS "notifiedOn",
      d.received_on AS "receivedOn",
      coalesce((SELECT json_agg(json_build_object('agreement', a.agreement_id, 'version', a.version, 'fields', g -> 'fields'))
                FROM json_array_elements(p.given) AS g JOIN agreement a ON a.hash = g ->> 'hash'), '[]') AS given
    FROM release r
         JOIN decision d ON d.change_id = r.change_id AND d.run = r.run
         JOIN decision_recipient p ON p.change_id = r.change_id AND p.run = r.run AND p.release_id = r.release_id
    WHERE r.release_id = ANY ($1::uuid[]) AND r.kind = 'value'
    ORDER BY r.agency, r.case_reference, r.release_sequence`,
};

const FIND_TAKEN: Statement = {
  name: 'gateway_find_taken_back',
  // Restored from a backup, the log knows a release that takes back, and the table does not.
  text: `SELECT taking_back_id AS id FROM taking_back WHERE taking_back_id = ANY ($1::uuid[])
         UNION SELECT release_id FROM release WHERE release_id = ANY ($1::uuid[])`,
};

const INSERT_TAKEN: Statement = {
  name: 'gateway_insert_taken_back',
  text: `INSERT INTO taking_back (taking_back_id, release_id, kind, fields, reason, taken_at_micros)
         SELECT id, release_id, kind, fields::json, reason, $6
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) AS t (id, release_id, kind, fields, reason)`,
};

const MARK_VOID: Statement = {
  name: 'gateway_mark_void',
  text: `UPDATE release SET kind = 'void' WHERE release_id = ANY ($1::uuid[])`,
};

const INSERT_RELEASES: Statement = {
  name: 'gateway_insert_releases_that_take_back',
  text: `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind, takes_back)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::uuid[], $6::integer[], $7::text[], $8::uuid[])`,
};

/** Those of the releases that give values, by case and in the order of their sequences. */
export async function readReleases(
  tx: Transaction,
  releaseIds: readonly string[],
): Promise<readonly KeptRelease[]> {
  return (await tx.query<KeptRelease>(READ_RELEASES, [releaseIds])).rows;
}

export async function findTaken(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ id: string }>(FIND_TAKEN, [ids]);
  return new Set(rows.map((row) => row.id));
}

/** One line of what was taken back; `fields` are names. */
export interface Taken {
  readonly id: string;
  readonly releaseId: string;
  readonly kind: 'trimmed' | 'void' | 'withdrawn' | 'do-not-rely' | 'erased';
  readonly fields: readonly string[];
  readonly reason: string;
}

export async function keepTaken(
  tx: Transaction,
  taken: readonly Taken[],
  nowMicros: number,
): Promise<void> {
  if (taken.length === 0) return;
  await tx.query(INSERT_TAKEN, [
    taken.map((one) => one.id),
    taken.map((one) => one.releaseId),
    taken.map((one) => one.kind),
    taken.map((one) => JSON.stringify(one.fields)),
    taken.map((one) => one.reason),
    nowMicros,
  ]);
}

export async function markVoid(tx: Transaction, releaseIds: readonly string[]): Promise<void> {
  if (releaseIds.length > 0) await tx.query(MARK_VOID, [releaseIds]);
}

/** A release that takes another one back, and whose it is. */
export interface TakingRelease {
  readonly agency: string;
  readonly run: number;
  readonly release: Release;
}

export async function keepTakingReleases(
  tx: Transaction,
  taking: readonly TakingRelease[],
): Promise<void> {
  if (taking.length === 0) return;
  const releases = taking.map((one) => one.release);
  await tx.query(INSERT_RELEASES, [
    releases.map((one) => one.releaseId),
    taking.map((one) => one.agency),
    releases.map((one) => one.caseReference),
    releases.map((one) => one.releaseSequence),
    releases.map((one) => one.changeId),
    taking.map((one) => one.run),
    releases.map((one) => one.kind),
    releases.map((one) => one.takesBack),
  ]);
}
