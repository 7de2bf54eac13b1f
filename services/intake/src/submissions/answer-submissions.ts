import { randomUUID } from 'node:crypto';
import { type Codec, jsonSchemaFor, type Submission, type SubmissionResult } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import {
  type Clock,
  createValidator,
  deadLetter,
  eventHeaders,
  FIELD_ERRORS,
  type FieldError,
  findBrokenText,
  PROBLEMS,
  type Publisher,
  type Transaction,
} from '@told/service';
import { type Acceptance, type AcceptPorts, acceptChanges } from '../acceptance/accept-changes.ts';
import type { ReadChange, ReadOutcome, ToldChange } from '../acceptance/read-change.ts';

export interface AnswerPorts extends AcceptPorts {
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly readChange: (told: ToldChange) => ReadOutcome;
}

/** A submission that could be decoded, and what reading it gave. */
interface Read {
  readonly record: StoredRecord;
  readonly submission: Submission;
  readonly outcome: ReadOutcome;
}

const TOPIC = /^told\.submissions\.(.+)$/;

/** The agency that told: the topic says so, whatever the payload claims. */
function agencyOfSubmissions(topic: string): string {
  const agency = TOPIC.exec(topic)?.[1];
  if (agency === undefined)
    throw new TypeError('a submission arrives on told.submissions.<agency>');
  return agency;
}

/** Makes the handler of one batch of submissions: accepts what it can, and answers every one of them in the same transaction. */
export function createSubmissionHandler(
  ports: AnswerPorts,
): (tx: Transaction, records: readonly StoredRecord[]) => Promise<void> {
  const validate = createValidator(jsonSchemaFor('SubmittedChange'));
  return async (tx, records) => {
    const read = await readSubmissions(tx, records, ports, validate);
    const accepted = read.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []));
    const acceptances = await acceptChanges(tx, accepted, ports);
    const answers = new Map(accepted.map((change, index) => [change, acceptances[index]]));
    await publishResults(
      tx,
      read.map((one) => ({ ...one, result: answer(one, answers, ports.clock) })),
      ports,
    );
  };
}

async function readSubmissions(
  tx: Transaction,
  records: readonly StoredRecord[],
  ports: AnswerPorts,
  validate: (value: unknown) => readonly FieldError[],
): Promise<readonly Read[]> {
  const decoded = await ports.codec.decode(
    'Submission',
    records.map((record) => record.value),
  );
  const read: Read[] = [];
  for (const [index, record] of records.entries()) {
    const result = decoded[index];
    if (result?.ok !== true) {
      await deadLetter(tx, { record, cause: result?.error.code ?? 'undecodable' });
      continue;
    }
    const { change, idempotencyKey } = result.value;
    const broken = findBrokenText(change);
    const errors = broken === undefined ? validate(change) : [broken];
    const agency = agencyOfSubmissions(record.topic);
    const traceparent = record.headers['traceparent']?.toString('latin1');
    const outcome: ReadOutcome =
      errors.length > 0
        ? { ok: false, errors }
        : ports.readChange({ agency, idempotencyKey, change, traceparent });
    read.push({ record, submission: result.value, outcome });
  }
  return read;
}

function answer(
  { submission, outcome }: Read,
  answers: ReadonlyMap<ReadChange, Acceptance | undefined>,
  clock: Clock,
): SubmissionResult {
  const { idempotencyKey } = submission;
  const answeredAt = clock.nowMs() * 1000;
  const reject = (errors: readonly FieldError[]): SubmissionResult => ({
    idempotencyKey,
    status: 'rejected',
    changeId: null,
    code: errors.length === 1 ? (errors[0]?.code ?? null) : 'invalid-request',
    errors: errors.map(({ pointer, code, detail }) => ({
      pointer: `/change${pointer}`,
      code,
      detail: detail ?? meaningOf(code),
    })),
    answeredAt,
  });
  if (!outcome.ok) return reject(outcome.errors);
  const acceptance = answers.get(outcome.value);
  if (acceptance === undefined || acceptance.kind === 'refused') {
    return reject(acceptance === undefined ? [] : [acceptance]);
  }
  const { kind: status, changeId } = acceptance;
  return { idempotencyKey, status, changeId, code: null, errors: [], answeredAt };
}

const meaningOf = (code: FieldError['code']): string =>
  code in PROBLEMS
    ? PROBLEMS[code as keyof typeof PROBLEMS].meaning
    : FIELD_ERRORS[code as keyof typeof FIELD_ERRORS];

async function publishResults(
  tx: Transaction,
  answered: readonly (Read & { readonly result: SubmissionResult })[],
  { codec, publisher, clock }: AnswerPorts,
): Promise<void> {
  await publisher.publish(
    tx,
    answered.map(({ record, result }) => {
      const topic = `told.submission-results.${agencyOfSubmissions(record.topic)}`;
      return {
        topic,
        key: record.key.toString(),
        value: codec.encoder('SubmissionResult', topic)(result),
        headers: eventHeaders({
          id: randomUUID(),
          source: 'told/intake',
          type: 'SubmissionResult',
          timeMs: clock.nowMs(),
          traceparent: record.headers['traceparent']?.toString('latin1'),
        }),
      };
    }),
  );
}
