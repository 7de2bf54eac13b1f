import { createHash } from 'node:crypto';
import type { Statement, Transaction } from '@told/service';
import canonicalize from 'canonicalize';
import type { Moment } from '../received-releases.ts';
import { joinJson } from './json-column.ts';

/** One officer's command, as given. */
export interface JournalEntry {
  readonly command: string;
  readonly caseReference: string | null;
  readonly submissionKey: string | null;
  readonly body: unknown;
  readonly bodyDigest: Buffer | null;
  /** Client id. */
  readonly givenBy: string;
}

// The rows keep their order, since the entry number is drawn for each as it is inserted.
const INSERT: Statement = {
  name: 'office_insert_journal',
  text: `INSERT INTO journal (command, case_reference, submission_key, body, body_digest, given_by, business_date, recorded_at)
    SELECT j.command, j.case_reference, j.submission_key, j.body, j.body_digest, j.given_by, $7, $8
    FROM unnest($1::text[], $2::text[], $3::text[], string_to_array($4, E'\\x1f', '')::jsonb[], $5::bytea[], $6::text[])
      WITH ORDINALITY AS j (command, case_reference, submission_key, body, body_digest, given_by, place)
    ORDER BY j.place`,
};

/** Writes commands down, in order. Call it after the cases are locked, so that entry numbers follow the effects. */
export async function writeJournal(
  tx: Transaction,
  entries: readonly JournalEntry[],
  { businessDate, nowMs }: Moment,
): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(INSERT, [
    entries.map(({ command }) => command),
    entries.map(({ caseReference }) => caseReference),
    entries.map(({ submissionKey }) => submissionKey),
    joinJson(entries.map(({ body }) => JSON.stringify(body))),
    entries.map(({ bodyDigest }) => bodyDigest),
    entries.map(({ givenBy }) => givenBy),
    businessDate,
    new Date(nowMs),
  ]);
}

/** SHA-256 of a JSON value, whatever the order of its fields (RFC 8785); tells a repetition from a reused key. */
export function digestBody(body: unknown): Buffer {
  return createHash('sha256')
    .update(canonicalize(body) ?? '')
    .digest();
}
