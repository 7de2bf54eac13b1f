import { randomUUID } from 'node:crypto';
import {
  type Codec,
  type Decoded,
  jsonSchemaFor,
  type Submission,
  type SubmissionResult,
} from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import {
  type Clock,
  createValidator,
  deadLetter,
  eventHeaders,
  FIELD_ERRORS,
  type FieldError,
  failpoint,
  findBrokenText,
  nowMicrosOf,
  PROBLEMS,
  type Publisher,
  passTraceparent,
  type Transaction,
} from '@told/service';
import { type AcceptPorts, acceptChanges } from '../acceptance/accept-changes.ts';
import type { Acceptance } from '../acceptance/judge-change.ts';
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

/** The JSON Schemas of what is told: both state, for each field, the rule that it breaks. */
interface Rules {
  readonly change: (value: unknown) => readonly FieldError[];
  readonly submission: (value: unknown) => readonly FieldError[];
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
  const rules: Rules = {
    change: createValidator(jsonSchemaFor('SubmittedChange')),
    submission: createValidator(jsonSchemaFor('Submission')),
  };
  return async (tx, records) => {
    const read = await readSubmissions(tx, records, ports, rules);
    failpoint('submissions-read');
    const accepted = read.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []));
    const acceptances = await acceptChanges(tx, accepted, ports);
    failpoint('submissions-accepted');
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
  rules: Rules,
): Promise<readonly Read[]> {
  const decoded = await ports.codec.decode(
    'Submission',
    records.map((record) => record.value),
    { foreign: true },
  );
  const read: Read[] = [];
  for (const [index, record] of records.entries()) {
    const told = readTold(decoded[index], rules);
    if ('cause' in told) {
      await deadLetter(tx, { record, cause: told.cause });
      continue;
    }
    const { submission, errors } = told;
    const { change, idempotencyKey } = submission;
    const agency = agencyOfSubmissions(record.topic);
    const traceparent = passTraceparent(record.headers['traceparent']);
    const outcome: ReadOutcome =
      errors.length > 0
        ? { ok: false, errors }
        : ports.readChange({ agency, idempotencyKey, change, traceparent });
    read.push({ record, submission, outcome });
  }
  return read;
}

/**
 * What the record tells, and the rules its fields break by themselves. A record with an illegal value is answered like any other that
 * breaks a rule, as long as its own key can be told back; what is no record at all can only become a dead letter.
 */
function readTold(
  result: Decoded<Submission> | undefined,
  rules: Rules,
):
  | { readonly submission: Submission; readonly errors: readonly FieldError[] }
  | { readonly cause: string } {
  if (result?.ok === true) {
    const { change } = result.value;
    const broken = findBrokenText(change);
    return {
      submission: result.value,
      errors: broken === undefined ? rules.change(change) : [broken],
    };
  }
  const cause = result?.error.code ?? 'undecodable';
  if (result?.written === undefined) return { cause };
  const submission = result.written as Submission;
  const broken = findBrokenText(submission);
  const errors = broken === undefined ? rules.submission(submission) : [broken];
  const isAnswerable = errors.length > 0 && errors.every(({ pointer }) => CHANGE.test(pointer));
  if (!isAnswerable) return { cause };
  const ofChange = errors.map((error) => ({
    ...error,
    pointer: error.pointer.replace(CHANGE, ''),
  }));
  return { submission, errors: ofChange };
}

const CHANGE = /^\/change(?=\/|$)/;

function answer(
  { submission, outcome }: Read,
  answers: ReadonlyMap<ReadChange, Acceptance | undefined>,
  clock: Clock,
): SubmissionResult {
  const { idempotencyKey } = submission;
  const answeredAt = nowMicrosOf(clock);
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
          traceparent: passTraceparent(record.headers['traceparent']),
        }),
      };
    }),
  );
}
