import type { Decision } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { Statement, Transaction } from '@told/service';
import { DECISIONS_TOPIC } from '../topics.ts';
import { raiseSubjects, raiseSuspensionFence } from './restore-registers.ts';
import { addReleases, dropSentReleases, type ReleaseRow } from './restore-releases.ts';
import { noteNamedReleases } from './restored-release.ts';
import { writeRestored } from './write-restored.ts';

export const dropSentDecisions = (tx: Transaction, records: readonly StoredRecord[]) =>
  dropSentReleases(tx, DECISIONS_TOPIC, records);

const FIND_KNOWN: Statement = {
  name: 'gateway_restore_known_decisions',
  text: `SELECT k.change_id AS "changeId", k.run,
                EXISTS (SELECT FROM decision d WHERE d.change_id = k.change_id AND d.run = k.run)
                  OR EXISTS (SELECT FROM restored_decision r WHERE r.change_id = k.change_id AND r.run = k.run) AS known,
                EXISTS (SELECT FROM decision d WHERE d.change_id = k.change_id AND d.run = 1) AS "hasFirst"
         FROM unnest($1::uuid[], $2::integer[]) AS k (change_id, run)`,
};

const STAGE: Statement = {
  name: 'gateway_restore_stage_decisions',
  text: `INSERT INTO restored_decision (change_id, run, value) SELECT * FROM unnest($1::uuid[], $2::integer[], $3::bytea[])
         ON CONFLICT DO NOTHING`,
};

/**
 * Decisions as they were sent. One whose change is yet to be read again waits for it; a later run on a change that is here is put back at
 * once. The sequences and versions that any of them took are taken from now on. Returns how many were missing.
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
  type Row = { changeId: string; run: number; known: boolean; hasFirst: boolean };
  const found = await tx.query<Row>(FIND_KNOWN, [
    decisions.map(({ changeId }) => changeId),
    decisions.map(({ run }) => run),
  ]);
  const rowOf = new Map(found.rows.map((row) => [`${row.changeId}/${row.run}`, row]));
  const missing = decisions.flatMap((decision, index) => {
    const row = rowOf.get(`${decision.changeId}/${decision.run}`);
    const record = records[index];
    return row?.known === false && record !== undefined
      ? [{ decision, record, isHere: row.hasFirst }]
      : [];
  });
  await addReleases(
    tx,
    missing.flatMap(({ decision }) => releasesOf(decision)),
  );
  const waiting = missing.filter(({ isHere }) => !isHere);
  await noteNamedReleases(
    tx,
    waiting.flatMap(({ decision }) => releasesOf(decision)),
  );
  if (waiting.length > 0) {
    await tx.query(STAGE, [
      waiting.map(({ decision }) => decision.changeId),
      waiting.map(({ decision }) => decision.run),
      waiting.map(({ record }) => record.value),
    ]);
  }
  const here = missing.filter(({ isHere }) => isHere).map(({ decision }) => decision);
  await writeRestored(tx, here);
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
