import type { Submission } from '@told/codec';
import { changeIdOf, submissionIdOf } from '@told/identity';
import {
  eventHeaders,
  type Publisher,
  type Statement,
  type Transaction,
  together,
} from '@told/service';
import { AgencyError } from './errors.ts';
import type { Moment } from './received-releases.ts';

/** Who submits, and how its records are written. */
export interface Submitter {
  readonly agency: string;
  /** The codec's encoder of Submission for `submissionsTopic(agency)`. */
  readonly encode: (submission: Submission) => Buffer;
  readonly publisher: Publisher;
}

/** The topic on which an agency tells its own changes. */
export const submissionsTopic = (agency: string): string => `told.submissions.${agency}`;

const INSERT: Statement = {
  name: 'agency_insert_submissions',
  text: `INSERT INTO submission (idempotency_key, change_id, case_reference, fact, change_type, previous_change_id, business_date, submitted_at)
    SELECT s.idempotency_key, s.change_id, s.case_reference, s.fact, s.change_type, s.previous_change_id, $7, $8
    FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[])
      AS s (idempotency_key, change_id, case_reference, fact, change_type, previous_change_id)`,
};

/**
 * Tells the agency's own changes: rows and outbox records in the open transaction, so that a change is told if and only if what it came
 * from is recorded. Changes of one case keep their order. A key that was submitted before fails the transaction.
 * Throws CodecError `invalid-value`, AgencyError `repeated-key` for a repeated key.
 */
export async function submitChanges(
  tx: Transaction,
  { agency, encode, publisher }: Submitter,
  submissions: readonly Submission[],
  { businessDate, nowMs }: Moment,
): Promise<void> {
  if (submissions.length === 0) return;
  const keys = submissions.map(({ idempotencyKey }) => idempotencyKey);
  if (new Set(keys).size < keys.length) throw new AgencyError('repeated-key', { agency });
  const changeIds = keys.map((key) => changeIdOf(agency, key));
  const records = submissions.map((submission, index) => ({
    topic: submissionsTopic(agency),
    // A correction must not overtake what it corrects.
    key: submission.change.caseReference ?? submission.idempotencyKey,
    value: encode(submission),
    headers: eventHeaders({
      id: submissionIdOf(changeIds[index] as string),
      source: agency,
      type: 'Submission',
      timeMs: nowMs,
    }),
  }));
  const told = tx.query(INSERT, [
    keys,
    changeIds,
    submissions.map(({ change }) => change.caseReference),
    submissions.map(({ change }) => change.fact),
    submissions.map(({ change }) => change.changeType),
    submissions.map(({ change }) => change.previousChangeId),
    businessDate,
    new Date(nowMs),
  ]);
  await together([told, publisher.publish(tx, records)]);
}
