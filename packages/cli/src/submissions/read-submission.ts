import { createHmac } from 'node:crypto';
import { completeChange, type Submission } from '@told/codec';
import {
  createValidator,
  type NdjsonLine,
  problemOfFields,
  type RefusedLine,
  refuseLine,
  TOLD_LINE_SCHEMA,
  type ToldLine,
} from '@told/service';

/** A line that can be told on the bus. */
export interface ReadSubmission {
  readonly line: number;
  readonly idempotencyKey: string;
  readonly key: string;
  readonly value: Buffer;
}

/**
 * Makes the reader of lines `{"idempotencyKey", "change"}`. What breaks the schema is refused here, as a record cannot carry it; all else is
 * intake's to judge. One person's changes have one key, so that none overtakes another: a keyed digest, since the log's keys are no place
 * for a NINO; `secret` is any bytes, the same for a whole file.
 */
export function createSubmissionReader(
  encode: (submission: Submission) => Buffer,
  secret: Buffer,
): (line: NdjsonLine) => ReadSubmission | RefusedLine {
  const check = createValidator(TOLD_LINE_SCHEMA);
  return (read) => {
    const { line } = read;
    if (!read.ok) return refuseLine(line, read.problem);
    const errors = check(read.value);
    if (errors.length > 0) return refuseLine(line, problemOfFields(errors));
    const { idempotencyKey, change } = read.value as ToldLine;
    const submission = { idempotencyKey, change: completeChange(change) };
    return { line, idempotencyKey, key: keyOf(submission, secret), value: encode(submission) };
  };
}

function keyOf({ idempotencyKey, change }: Submission, secret: Buffer): string {
  const person = change.person?.nino ?? change.caseReference ?? idempotencyKey;
  const canonical = person.replace(/\s/g, '').toUpperCase();
  return createHmac('sha256', secret).update(canonical).digest('base64url');
}
