import type { Codec, SubmissionResult } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import {
  type DatabaseLogger,
  deadLetter,
  failpoint,
  type Statement,
  type Transaction,
} from '@told/service';

/** The topic on which intake answers an agency's submissions. */
export const submissionResultsTopic = (agency: string): string =>
  `told.submission-results.${agency}`;

// The relay may publish an answer twice.
const INSERT: Statement = {
  name: 'agency_insert_submission_results',
  text: `INSERT INTO submission_result (idempotency_key, answered_at, status, change_id, code, errors)
    SELECT r.idempotency_key, to_timestamp(r.answered_us / 1e6), r.status, r.change_id, r.code, r.errors
    FROM unnest($1::text[], $2::bigint[], $3::text[], $4::uuid[], $5::text[], $6::jsonb[])
      AS r (idempotency_key, answered_us, status, change_id, code, errors)
    ON CONFLICT DO NOTHING`,
};

export interface ResultPorts {
  readonly codec: Codec;
  readonly log: DatabaseLogger;
  /** Told in the same transaction. */
  readonly onResults?: (tx: Transaction, results: readonly SubmissionResult[]) => Promise<void>;
}

/** Keeps intake's answers. A rejection is logged by code: somebody has to put the submission right. */
export function createResultKeeper(
  ports: ResultPorts,
): (tx: Transaction, records: readonly StoredRecord[]) => Promise<void> {
  return async (tx, records) => {
    const results = await readResults(tx, ports.codec, records);
    if (results.length === 0) return;
    await tx.query(INSERT, [
      results.map(({ idempotencyKey }) => idempotencyKey),
      results.map(({ answeredAt }) => answeredAt),
      results.map(({ status }) => status),
      results.map(({ changeId }) => changeId),
      results.map(({ code }) => code),
      results.map(({ errors }) => JSON.stringify(errors)),
    ]);
    failpoint('results-kept');
    for (const { status, code } of results) {
      if (status === 'rejected') ports.log.warn({ code }, 'a submission was rejected');
    }
    await ports.onResults?.(tx, results);
  };
}

async function readResults(
  tx: Transaction,
  codec: Codec,
  records: readonly StoredRecord[],
): Promise<readonly SubmissionResult[]> {
  const decoded = await codec.decode(
    'SubmissionResult',
    records.map(({ value }) => value),
  );
  const results: SubmissionResult[] = [];
  for (const [index, record] of records.entries()) {
    const result = decoded[index];
    if (result?.ok) results.push(result.value);
    else await deadLetter(tx, { record, cause: result?.error.code ?? 'undecodable' });
  }
  return results;
}
