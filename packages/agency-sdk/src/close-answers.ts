import type { Outcome } from '@told/codec';
import { changeIdOf } from '@told/identity';
import type { Statement, Transaction } from '@told/service';
import type { Answerer } from './answer-again.ts';
import { writeRecord } from './outcome-record.ts';
import { MICROSECONDS_PER_MS } from './outcomes.ts';
import type { Moment } from './received-releases.ts';
import { noChange } from './results.ts';

const CLOSED = noChange('taken-back');

const CLOSE: Statement = {
  name: 'agency_close_answers',
  text: `INSERT INTO outcome (release_id, outcome_no, case_reference, release_sequence, kind, reason, effective_on, business_date, decided_at)
    SELECT last.release_id, last.outcome_no + 1, last.case_reference, last.release_sequence, $2, $3, NULL, $4, $5
    FROM (
      SELECT DISTINCT ON (release_id) * FROM outcome WHERE release_id = ANY($1::uuid[]) ORDER BY release_id, outcome_no DESC
    ) AS last
    WHERE last.kind IN ('to-verify', 'unmatched', 'disputed')
    RETURNING release_id AS "releaseId", outcome_no AS "outcomeNo", case_reference AS "caseReference",
      release_sequence AS "releaseSequence"`,
};

/** Answers releases once more that wait for a person and of which nothing is left: nobody need look any more. */
export async function closeAnswers(
  tx: Transaction,
  { publisher, ...writer }: Answerer,
  releaseIds: readonly string[],
  { businessDate, nowMs }: Moment,
): Promise<void> {
  if (releaseIds.length === 0) return;
  type Place = Pick<Outcome, 'releaseId' | 'outcomeNo' | 'caseReference' | 'releaseSequence'>;
  const { rows } = await tx.query<Place>(CLOSE, [
    ...[releaseIds, CLOSED.kind, CLOSED.reason, businessDate, new Date(nowMs)],
  ]);
  const decidedAt = nowMs * MICROSECONDS_PER_MS;
  await publisher.publish(
    tx,
    rows.map((place) =>
      writeRecord(
        writer,
        { ...place, ...CLOSED, businessDate, decidedAt },
        changeIdOf(writer.agency, `${place.releaseId}:${place.outcomeNo}`),
      ),
    ),
  );
}
