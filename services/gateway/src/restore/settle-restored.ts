import type { Statement, Transaction } from '@told/service';
import { readResting } from '../consents/queries.ts';
import type { Decisions } from '../decisions/open-decisions.ts';
import { dropHeld } from '../decisions/release-hold.ts';
import { takeBack, type WantedBack } from '../releases/take-back.ts';
import { listReleases, type RebuildPorts } from './rebuild-releases.ts';
import type { RestoredRow } from './write-restored.ts';

const FIND_WITHDRAWN: Statement = {
  name: 'gateway_restore_find_withdrawn',
  text: `SELECT DISTINCT consent_id AS "consentId" FROM release_consent JOIN consent USING (consent_id)
         WHERE release_id = ANY ($1::uuid[]) AND action = 'withdrawn'`,
};

// A link that was found wrong before would not have been given anything: this was found since.
const FIND_RECALLED: Statement = {
  name: 'gateway_restore_find_recalled',
  text: `SELECT r.release_id AS "releaseId", r.agency, r.case_reference AS "caseReference"
         FROM release r
              JOIN decision_recipient d ON d.change_id = r.change_id AND d.run = r.run AND d.release_id = r.release_id
              JOIN interest i ON i.interest_id = d.interest_id
         WHERE r.release_id = ANY ($1::uuid[]) AND r.kind = 'value' AND i.state = 'refused' AND i.version > d.interest_version
         ORDER BY r.agency, r.case_reference, r.release_sequence`,
};

const FIND_HELD_FOR_NOBODY: Statement = {
  name: 'gateway_restore_find_held_for_nobody',
  text: `SELECT DISTINCT h.interest_id AS "interestId" FROM held_change h JOIN interest i USING (interest_id)
         WHERE h.change_id = ANY ($1::uuid[]) AND i.state = 'refused' ORDER BY 1`,
};

/**
 * What was said between the restore and the return of these changes did not find them: takes back what rests on consents withdrawn since and
 * what was given under links found wrong since, and lets go of what waits for such links. What was taken back already is not taken back
 * again. The decisions are written, and their subjects locked FOR UPDATE.
 */
export async function settleRestored(
  tx: Transaction,
  decisions: Decisions,
  rows: readonly RestoredRow[],
): Promise<void> {
  await takeBackSaidSince(
    tx,
    decisions,
    rows.flatMap(({ decision }) => listReleases(decision)),
  );
  const held = await tx.query<{ interestId: string }>(FIND_HELD_FOR_NOBODY, [
    rows.map(({ decision }) => decision.changeId),
  ]);
  for (const dropped of held.rows) await dropHeld(tx, decisions, dropped);
}

/** Takes back, of these releases, what rests on consents withdrawn since they were decided, or was given under links found wrong since. */
export async function takeBackSaidSince(
  tx: Transaction,
  { codec, publisher, moment }: RebuildPorts,
  releaseIds: readonly string[],
): Promise<void> {
  const { nowMs } = moment();
  await takeBack(tx, { codec, publisher, clock: { nowMs: () => nowMs } }, [
    ...(await listWithdrawn(tx, releaseIds)),
    ...(await listRecalled(tx, releaseIds)),
  ]);
}

async function listWithdrawn(
  tx: Transaction,
  releaseIds: readonly string[],
): Promise<readonly WantedBack[]> {
  const { rows } = await tx.query<{ consentId: string }>(FIND_WITHDRAWN, [releaseIds]);
  const restored = new Set(releaseIds);
  const wanted = new Map<string, WantedBack>();
  for (const { consentId } of rows) {
    for (const one of await readResting(tx, consentId)) {
      // Of fields that rest on two consents, both withdrawn, each is taken back once.
      const before = wanted.get(one.releaseId)?.fields ?? [];
      const fields = [...new Set([...before, ...one.fields])];
      if (!restored.has(one.releaseId)) continue;
      wanted.set(one.releaseId, {
        ...{ ...one, fields },
        ...{ kind: 'withdrawn', reason: 'consent-withdrawn' },
      });
    }
  }
  return [...wanted.values()];
}

async function listRecalled(
  tx: Transaction,
  releaseIds: readonly string[],
): Promise<readonly WantedBack[]> {
  type Row = Pick<WantedBack, 'releaseId' | 'agency' | 'caseReference'>;
  const { rows } = await tx.query<Row>(FIND_RECALLED, [releaseIds]);
  return rows.map((one) => ({
    ...one,
    ...{ kind: 'do-not-rely', fields: [], reason: 'match-rejected' },
  }));
}
