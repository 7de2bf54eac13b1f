import type { Statement, Transaction } from '@told/service';
import type { LeftRelease } from '../decisions/left-releases.ts';
import { isThere, lookUp } from '../decisions/look-up.ts';
import { interestIdOf } from '../ids.ts';

/** A release of which the log had one half only, or that left otherwise than it was decided. */
export interface HalfRelease {
  readonly releaseId: string;
  /** It is on its topic already. */
  readonly hasLeft: boolean;
  readonly releaseSequence: number;
  /** Names of what was withheld when it left because a consent had ended. */
  readonly withheld: readonly string[];
}

const NOTE_NAMED: Statement = {
  name: 'gateway_restore_note_named_releases',
  text: `INSERT INTO restored_release (release_id, change_id, has_left)
         SELECT release_id, change_id, false FROM unnest($1::uuid[], $2::uuid[]) AS r (release_id, change_id)
         ON CONFLICT DO NOTHING`,
};

/** Releases that decisions name: they have yet to leave unless their topics are found to hold them. */
export async function noteNamedReleases(
  tx: Transaction,
  named: readonly { readonly releaseId: string; readonly changeId: string }[],
): Promise<void> {
  if (named.length === 0) return;
  await tx.query(NOTE_NAMED, [
    named.map(({ releaseId }) => releaseId),
    named.map(({ changeId }) => changeId),
  ]);
}

// Named by no decision, here or staged: its decision was not sent before the database was lost.
const NOTE_LEFT: Statement = {
  name: 'gateway_restore_note_left_releases',
  text: `WITH left_now AS (
           SELECT release_id, change_id, run, takes_back, withheld::json AS withheld, capacity, back_fill
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[]) AS l (release_id, withheld, capacity, back_fill)
                JOIN release r USING (release_id)
         ), found AS (
           UPDATE restored_release r SET has_left = true, withheld = l.withheld FROM left_now l WHERE r.release_id = l.release_id
         )
         INSERT INTO restored_release (release_id, change_id, has_left, withheld, capacity, back_fill)
         SELECT release_id, change_id, true, withheld, capacity, back_fill FROM left_now l
         WHERE takes_back IS NULL
               AND NOT EXISTS (SELECT FROM decision d WHERE d.change_id = l.change_id AND d.run = l.run)
               AND NOT EXISTS (SELECT FROM restored_decision d WHERE d.change_id = l.change_id AND d.run = l.run)
         ON CONFLICT DO NOTHING`,
};

/** A release as it was found on its topic. */
export interface FoundRelease {
  readonly releaseId: string;
  readonly withheld: readonly string[];
  readonly capacity: string;
  readonly backFill: boolean;
}

/** Releases that were found on their topic; their rows are there. */
export async function noteLeftReleases(
  tx: Transaction,
  releases: readonly FoundRelease[],
): Promise<void> {
  await tx.query(NOTE_LEFT, [
    releases.map(({ releaseId }) => releaseId),
    releases.map(({ withheld }) => JSON.stringify(withheld)),
    releases.map(({ capacity }) => capacity),
    releases.map(({ backFill }) => backFill),
  ]);
}

const TAKE_HALVES: Statement = {
  name: 'gateway_restore_take_half_releases',
  text: `WITH taken AS (
           DELETE FROM restored_release WHERE release_id = ANY ($1::uuid[]) RETURNING release_id, has_left, withheld
         )
         SELECT release_id AS "releaseId", has_left AS "hasLeft", release_sequence AS "releaseSequence", withheld
         FROM taken JOIN release USING (release_id)`,
};

// What waited because of a new interest is marked when it is released, too. By its change: no index has the releases of recipients.
export const READ_FILLED: Statement = {
  name: 'gateway_restore_read_filled_releases',
  text: `SELECT r.release_id AS "releaseId"
         FROM unnest($1::uuid[]) AS k (release_id)
              CROSS JOIN ${lookUp('SELECT change_id FROM release WHERE release_id = k.release_id')} AS l
              CROSS JOIN ${lookUp('SELECT * FROM decision_recipient WHERE change_id = l.change_id AND release_id = k.release_id')} AS r
         WHERE ${isThere(`SELECT FROM decision d JOIN decision_recipient f USING (change_id, run)
                          WHERE d.change_id = r.change_id AND d.run <= r.run AND d.cause IN ('back-fill', 'merged')
                                AND f.interest_id = r.interest_id`)}`,
};

const READ_LEFT: Statement = {
  name: 'gateway_restore_read_left_releases',
  text: `SELECT h.release_id AS "releaseId", l.release_sequence AS "releaseSequence", h.change_id AS "changeId", l.agency,
                l.case_reference AS "caseReference", l.run, h.back_fill AS "backFill",
                CASE WHEN l.kind = 'value'
                          AND NOT EXISTS (SELECT FROM decision d WHERE d.change_id = l.change_id AND d.run = l.run)
                     THEN h.capacity END AS capacity
         FROM restored_release h JOIN release l USING (release_id) WHERE h.change_id = ANY ($1::uuid[]) AND h.has_left`,
};

interface LeftRow extends Pick<LeftRelease, 'releaseId' | 'releaseSequence' | 'changeId'> {
  readonly agency: string;
  readonly caseReference: string;
  readonly run: number;
  readonly backFill: boolean;
  /** Null where no run is left to give it in. */
  readonly capacity: string | null;
}

const FORGET: Statement = {
  name: 'gateway_restore_forget_half_releases',
  text: 'DELETE FROM restored_release WHERE release_id = ANY ($1::uuid[])',
};

/** Those among these releases, whose decisions are being taken up; they are not asked for again. */
export async function takeHalfReleases(
  tx: Transaction,
  releaseIds: readonly string[],
): Promise<readonly HalfRelease[]> {
  return (await tx.query<HalfRelease>(TAKE_HALVES, [releaseIds])).rows;
}

/** Those of these releases that were given because of a new interest; their decisions are written. */
export async function readFilled(
  tx: Transaction,
  releaseIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (releaseIds.length === 0) return new Set();
  const { rows } = await tx.query<{ releaseId: string }>(READ_FILLED, [releaseIds]);
  return new Set(rows.map((one) => one.releaseId));
}

/** Those of these changes that have left though no decision on them is known. */
export async function readLeftReleases(
  tx: Transaction,
  changeIds: readonly string[],
): Promise<readonly LeftRelease[]> {
  const { rows } = await tx.query<LeftRow>(READ_LEFT, [changeIds]);
  return rows.map(({ agency, caseReference, capacity, run, backFill, ...left }) => {
    if (capacity === null) return { ...left, given: null };
    const interestId = interestIdOf(agency, capacity, caseReference);
    return { ...left, given: { interestId, run, backFill } };
  });
}

export async function forgetHalfReleases(
  tx: Transaction,
  releaseIds: readonly string[],
): Promise<void> {
  if (releaseIds.length > 0) await tx.query(FORGET, [releaseIds]);
}
