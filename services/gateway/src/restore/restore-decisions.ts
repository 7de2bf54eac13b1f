import type { Decision } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { Statement, Transaction } from '@told/service';
import { DECISIONS_TOPIC } from '../topics.ts';
import { raiseSubjects, raiseSuspensionFence } from './restore-registers.ts';
import { addReleases, dropSentReleases, type ReleaseRow } from './restore-releases.ts';
import { noteNamedReleases } from './restored-release.ts';

export const dropSentDecisions = (tx: Transaction, records: readonly StoredRecord[]) =>
  dropSentReleases(tx, DECISIONS_TOPIC, records);

const FIND_KNOWN: Statement = {
  name: 'gateway_restore_known_decisions',
  text: `SELECT k.change_id AS "changeId", k.run,
                EXISTS (SELECT FROM decision d WHERE d.change_id = k.change_id AND d.run = k.run)
                  OR EXISTS (SELECT FROM restored_decision r WHERE r.change_id = k.change_id AND r.run = k.run) AS known
         FROM unnest($1::uuid[], $2::integer[]) AS k (change_id, run)`,
};

const STAGE: Statement = {
  name: 'gateway_restore_stage_decisions',
  text: `INSERT INTO restored_decision (change_id, run, value) SELECT * FROM unnest($1::uuid[], $2::integer[], $3::bytea[])
         ON CONFLICT DO NOTHING`,
};

/**
 * Decisions as they were sent. One whose change is yet to be read again waits for it; a later run on a change that is here, for
 * `takeUpLaterRuns`. The sequences and versions that any of them took are taken from now on. Returns how many were missing.
 */
export async function restoreDecisions(
  tx: Transaction,
  decisions: readonly Decision[],
  records: readonly StoredRecord[],
): Promise<number> {
  await raiseSuspensionFence(
    tx,
    Math.max(...decisions.map(({ suspensionVersion }) => suspensionVersion ?? 0)),
  );
  await raiseSubjects(tx, decisions);
  type Row = { changeId: string; run: number; known: boolean };
  const found = await tx.query<Row>(FIND_KNOWN, [
    decisions.map(({ changeId }) => changeId),
    decisions.map(({ run }) => run),
  ]);
  const rowOf = new Map(found.rows.map((row) => [`${row.changeId}/${row.run}`, row]));
  const missing = decisions.flatMap((decision, index) => {
    const row = rowOf.get(`${decision.changeId}/${decision.run}`);
    const record = records[index];
    return row?.known === false && record !== undefined ? [{ decision, record }] : [];
  });
  const releases = missing.flatMap(({ decision }) => releasesOf(decision));
  await addReleases(tx, releases);
  await noteNamedReleases(tx, releases);
  if (missing.length > 0) {
    await tx.query(STAGE, [
      missing.map(({ decision }) => decision.changeId),
      missing.map(({ decision }) => decision.run),
      missing.map(({ record }) => record.value),
    ]);
  }
  return missing.length;
}

/** A refused recipient's release only takes back what it was given before. */
function releasesOf(decision: Decision): readonly ReleaseRow[] {
  return decision.recipients.flatMap((one): ReleaseRow[] => {
    const { agency, caseReference, releaseId, releaseSequence } = one;
    if (agency === null || caseReference === null || releaseId === null || releaseSequence === null)
      return [];
    const kind = one.verdict === 'refused' ? 'do-not-rely' : 'value';
    const { changeId, run } = decision;
    const takesBack = null;
    return [{ releaseId, agency, caseReference, releaseSequence, changeId, run, kind, takesBack }];
  });
}
