import type { Outcome } from '@told/codec';
import { changeIdOf } from '@told/identity';
import type { Publisher, Statement, Transaction } from '@told/service';
import { type OutcomeWriter, writeRecord } from './outcome-record.ts';
import { MICROSECONDS_PER_MS } from './outcomes.ts';
import type { Moment } from './received-releases.ts';
import type { Result } from './results.ts';

/** Who answers, and how its records are written. */
export interface Answerer extends OutcomeWriter {
  readonly publisher: Publisher;
}

// The number follows the newest answer, whose row the caller's lock on the case keeps from moving.
const INSERT: Statement = {
  name: 'agency_insert_later_outcome',
  text: `INSERT INTO outcome (release_id, outcome_no, case_reference, release_sequence, kind, reason, effective_on, business_date, decided_at)
    SELECT release_id, outcome_no + 1, case_reference, release_sequence, $2, $3, $4, $5, $6
    FROM outcome WHERE release_id = $1 ORDER BY outcome_no DESC LIMIT 1
    RETURNING outcome_no AS "outcomeNo", case_reference AS "caseReference", release_sequence AS "releaseSequence"`,
};

/**
 * Answers a release once more, after an officer has decided: the next number, row and record in the open transaction. Returns the number;
 * null for a release that was never answered here.
 */
export async function answerAgain(
  tx: Transaction,
  { publisher, ...writer }: Answerer,
  { releaseId, result }: { readonly releaseId: string; readonly result: Result },
  { businessDate, nowMs }: Moment,
): Promise<number | null> {
  const { kind, reason, effectiveOn } = result;
  const { rows } = await tx.query<Pick<Outcome, 'outcomeNo' | 'caseReference' | 'releaseSequence'>>(
    INSERT,
    [releaseId, kind, reason, effectiveOn, businessDate, new Date(nowMs)],
  );
  const [place] = rows;
  if (place === undefined) return null;
  const outcome: Outcome = {
    ...{ releaseId, ...place, ...result, businessDate },
    decidedAt: nowMs * MICROSECONDS_PER_MS,
  };
  // The first answer bears the release's own id.
  const id = changeIdOf(writer.agency, `${releaseId}:${outcome.outcomeNo}`);
  await publisher.publish(tx, [writeRecord(writer, outcome, id)]);
  return outcome.outcomeNo;
}
