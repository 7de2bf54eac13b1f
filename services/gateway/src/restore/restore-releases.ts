import type { Release } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { Statement, Transaction } from '@told/service';
import { decisionIdOf, interestIdOf, releaseIdOf, takingBackIdOf } from '../ids.ts';
import { endedFieldsOf, restoreTrimmed } from './restore-trimmed.ts';
import { noteLeftReleases } from './restored-release.ts';

const DROP_SENT: Statement = {
  name: 'gateway_restore_drop_sent_by_id',
  text: `DELETE FROM outbox WHERE topic = $1 AND headers::json ->> 'ce_id' = ANY ($2::text[])`,
};

/**
 * What has left need not be sent again, by its id: the row of the backup may hold fields that were taken from it in place before it left.
 */
export async function dropSentReleases(
  tx: Transaction,
  topic: string,
  records: readonly StoredRecord[],
): Promise<void> {
  await tx.query(DROP_SENT, [
    topic,
    records.map(({ headers }) => headers['ce_id']?.toString('latin1') ?? ''),
  ]);
}

/** A release's row as it is to stand. */
export interface ReleaseRow {
  readonly releaseId: string;
  readonly agency: string;
  readonly caseReference: string;
  readonly releaseSequence: number;
  readonly changeId: string;
  readonly run: number;
  readonly kind: Release['kind'];
  readonly takesBack: string | null;
}

const ADD_CASES: Statement = {
  name: 'gateway_restore_release_cases',
  text: `INSERT INTO release_case (agency, case_reference, last_release_sequence)
         SELECT agency, case_reference, max(release_sequence)
         FROM unnest($1::text[], $2::text[], $3::bigint[]) AS c (agency, case_reference, release_sequence)
         GROUP BY agency, case_reference ORDER BY agency, case_reference
         ON CONFLICT (agency, case_reference) DO UPDATE
           SET last_release_sequence = excluded.last_release_sequence
         WHERE release_case.last_release_sequence < excluded.last_release_sequence`,
};

// What was voided in place keeps the value's id: the log's kind is the one that left. What takes back was made in the run of what it takes
// back; when another change took it back, in that one's: of several, the decision names the last, which is here already.
const ADD_RELEASES: Statement = {
  name: 'gateway_restore_releases',
  text: `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind, takes_back)
         SELECT release_id, agency, case_reference, release_sequence, change_id,
                coalesce(
                  (SELECT o.run FROM release o WHERE o.release_id = r.takes_back AND o.change_id = r.change_id),
                  (SELECT n.run FROM release n
                   WHERE n.agency = r.agency AND n.case_reference = r.case_reference AND n.release_sequence > r.release_sequence
                         AND n.change_id = r.change_id AND n.kind = 'do-not-rely' AND r.takes_back IS NOT NULL
                   ORDER BY n.release_sequence LIMIT 1),
                  r.run),
                kind, takes_back
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::uuid[], $6::integer[], $7::text[], $8::uuid[])
              AS r (release_id, agency, case_reference, release_sequence, change_id, run, kind, takes_back)
         ORDER BY agency, case_reference, release_sequence
         ON CONFLICT (release_id) DO UPDATE SET kind = excluded.kind, takes_back = excluded.takes_back
         WHERE (release.kind <> excluded.kind AND excluded.kind <> 'value')
               OR release.takes_back IS DISTINCT FROM excluded.takes_back
         RETURNING release_id AS "releaseId"`,
};

/** Puts back release rows, and each case's last sequence, so that none is given twice; returns the rows that were missing or other. */
export async function addReleases(
  tx: Transaction,
  rows: readonly ReleaseRow[],
): Promise<readonly Added[]> {
  if (rows.length === 0) return [];
  const agencies = rows.map((one) => one.agency);
  const cases = rows.map((one) => one.caseReference);
  const sequences = rows.map((one) => one.releaseSequence);
  await tx.query(ADD_CASES, [agencies, cases, sequences]);
  const added = await tx.query<Added>(ADD_RELEASES, [
    rows.map((one) => one.releaseId),
    agencies,
    cases,
    sequences,
    rows.map((one) => one.changeId),
    rows.map((one) => one.run),
    rows.map((one) => one.kind),
    rows.map((one) => one.takesBack),
  ]);
  return added.rows;
}

interface Added {
  readonly releaseId: string;
}

// What takes everything back names no field, and so no reason: an erasure does that by itself, a recalled link, or an incident.
const ADD_TAKINGS_BACK: Statement = {
  name: 'gateway_restore_takings_back',
  text: `INSERT INTO taking_back (taking_back_id, release_id, kind, fields, reason, taken_at_micros)
         SELECT id, release_id, kind, fields::json,
                CASE WHEN reason IS NOT NULL THEN reason
                     WHEN kind = 'erased' THEN 'erased'
                     WHEN EXISTS (SELECT FROM release r JOIN interest i USING (agency, case_reference)
                                                        JOIN interest_history h USING (interest_id)
                                  WHERE r.release_id = t.release_id AND h.state = 'refused') THEN 'match-rejected'
                     ELSE 'disclosed-in-error' END,
                taken_at_micros
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[])
              AS t (id, release_id, kind, fields, reason, taken_at_micros)
         WHERE EXISTS (SELECT FROM release r WHERE r.release_id = t.release_id)
         ON CONFLICT DO NOTHING`,
};

/** Of a release whose original has gone; it has that one's otherwise. */
const FIRST_RUN = 1;
/** A change that waits is decided again each time that a case moves on; beyond this many the first run is taken. */
const RUNS_MAX = 50;

/** Ids are named by what they stand for: by which run a value was given is found by trying. */
function runOf(agency: string, release: Release): number {
  const { releaseId, capacity, caseReference, changeId, takesBack } = release;
  if (takesBack !== null) return FIRST_RUN;
  const interestId = interestIdOf(agency, capacity, caseReference);
  for (let run = FIRST_RUN; run <= RUNS_MAX; run += 1) {
    if (releaseIdOf(decisionIdOf(changeId, run), interestId) === releaseId) return run;
  }
  return FIRST_RUN;
}

/** One agency's releases as they left, decided before (their rows are there) or taking back. */
export async function restoreReleases(
  tx: Transaction,
  agency: string,
  releases: readonly Release[],
): Promise<number> {
  const newest = new Map(releases.map((one) => [one.releaseId, one]));
  const added = await addReleases(
    tx,
    [...newest.values()].map((one) => ({
      releaseId: one.releaseId,
      agency,
      caseReference: one.caseReference,
      releaseSequence: one.releaseSequence,
      changeId: one.changeId,
      run: runOf(agency, one),
      kind: one.kind,
      takesBack: one.takesBack,
    })),
  );
  const taking = added.flatMap(({ releaseId }) => {
    const release = newest.get(releaseId);
    return release !== undefined && isTaking(release) ? [release] : [];
  });
  await addTakingsBack(tx, taking);
  await noteLeftReleases(
    tx,
    [...newest.values()].map((one) => ({
      ...{ releaseId: one.releaseId, capacity: one.capacity, backFill: one.backFill },
      withheld: endedFieldsOf(one),
    })),
  );
  await restoreTrimmed(tx, [...newest.values()]);
  return added.length;
}

/** By its name: called back by a person or an officer, and not told by a decision on a correction. */
function isTaking({ releaseId, kind, takesBack, withheld }: Release): boolean {
  const fields = kind === 'withdrawn' ? withheld.map(({ field }) => field) : [];
  return takesBack !== null && releaseId === takingBackIdOf(takesBack, kind, fields);
}

async function addTakingsBack(tx: Transaction, releases: readonly Release[]): Promise<void> {
  if (releases.length === 0) return;
  await tx.query(ADD_TAKINGS_BACK, [
    releases.map((one) => one.releaseId),
    releases.map((one) => one.takesBack),
    releases.map((one) => one.kind),
    releases.map((one) => JSON.stringify(one.withheld.map(({ field }) => field))),
    releases.map((one) => one.withheld[0]?.reason ?? null),
    releases.map((one) => one.releasedAt),
  ]);
}
