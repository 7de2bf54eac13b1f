import type { Outcome } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import type { Arrival, Moment } from './received-releases.ts';
import type { Result } from './results.ts';

const MICROSECONDS_PER_MS = 1000;
/** The first answer to a release; a later one comes from an officer's decision. */
const FIRST_OUTCOME = 1;

/** The receipts of a batch, in its order. */
export function writeOutcomes(
  arrivals: readonly Arrival[],
  results: readonly Result[],
  { businessDate, nowMs }: Moment,
): readonly Outcome[] {
  return arrivals.map(({ release }, index) => ({
    releaseId: release.releaseId,
    outcomeNo: FIRST_OUTCOME,
    caseReference: release.caseReference,
    releaseSequence: release.releaseSequence,
    ...(results[index] as Result),
    businessDate,
    decidedAt: nowMs * MICROSECONDS_PER_MS,
  }));
}

const INSERT: Statement = {
  name: 'agency_insert_outcomes',
  text: `INSERT INTO outcome (release_id, outcome_no, case_reference, release_sequence, kind, reason, effective_on, business_date, decided_at)
    SELECT o.release_id, ${FIRST_OUTCOME}, o.case_reference, o.release_sequence, o.kind, o.reason, o.effective_on, $7, $8
    FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::date[])
      AS o (release_id, case_reference, release_sequence, kind, reason, effective_on)`,
};

export async function keepOutcomes(
  tx: Transaction,
  outcomes: readonly Outcome[],
  { businessDate, nowMs }: Moment,
): Promise<void> {
  await tx.query(INSERT, [
    outcomes.map(({ releaseId }) => releaseId),
    outcomes.map(({ caseReference }) => caseReference),
    outcomes.map(({ releaseSequence }) => releaseSequence),
    outcomes.map(({ kind }) => kind),
    outcomes.map(({ reason }) => reason),
    outcomes.map(({ effectiveOn }) => effectiveOn),
    businessDate,
    new Date(nowMs),
  ]);
}
