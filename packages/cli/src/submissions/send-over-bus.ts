import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCodec, type SubmissionResult } from '@told/codec';
import { type EventLog, LogError, type NewRecord, partitionFor } from '@told/event-log';
import { changeIdOf, submissionIdOf } from '@told/identity';
import {
  eventHeaders,
  type FieldError,
  headerBytes,
  openEventLog,
  problemOfFields,
  type RefusedLine,
  readLines,
  refuseLine,
} from '@told/service';
import { CliError } from '../exit-codes.ts';
import type { LineSender } from '../lines/line-sender.ts';
import { logAs, type Profile } from '../profile.ts';
import { followResults, type Results } from './follow-results.ts';
import { createSubmissionReader, type ReadSubmission } from './read-submission.ts';

export interface BusLimits {
  /** Of a request, and of a line in it. */
  readonly maxLines: number;
  readonly maxLineBytes: number;
  /** How long bus and intake may leave one request without an answer. */
  readonly timeoutMs: number;
}

const LOOK_MS = 25;
const RETRY_MS = 500;

/**
 * Lines told on `told.submissions.<agency>` and answered from `told.submission-results.<agency>`, as an agency on the bus does it: same rules,
 * same idempotency, same answers as by intake's bulk route. Throws CliError `unavailable` when there is no answer in time.
 */
export async function sendOverBus(
  { log: bus, registry }: Profile,
  agency: string,
  { timeoutMs, ...limits }: BusLimits,
): Promise<LineSender> {
  const topic = `told.submissions.${agency}`;
  const resultsTopic = `told.submission-results.${agency}`;
  const codec = await openCodec({
    registryUrl: registry.url,
    uses: [
      { topic, schema: 'Submission' },
      { topic: resultsTopic, schema: 'SubmissionResult' },
    ],
  });
  const read = createSubmissionReader(codec.encoder('Submission', topic), randomBytes(32));
  const log = openEventLog(logAs(bus, agency), 'told');
  const results = await followResults(log, codec, resultsTopic).catch(async (error: unknown) => {
    await log.close();
    throw error;
  });
  return {
    async send(body) {
      const lines = readLines(body, limits).map(read);
      const told = lines.filter(isTold);
      const untilMs = performance.now() + timeoutMs;
      await append({ log, topic, agency, untilMs }, told);
      const answers = await awaitAnswers(told, results, untilMs);
      return lines.map((one) => (isTold(one) ? answerLine(one, answers) : one));
    },
    close: () => log.close(),
  };
}

const isTold = (one: ReadSubmission | RefusedLine): one is ReadSubmission => 'value' in one;

interface Appending {
  readonly log: EventLog;
  readonly topic: string;
  readonly agency: string;
  readonly untilMs: number;
}

/** Each partition's lines in one append, made again until it is acknowledged: intake knows by their keys what it has read before. */
async function append(to: Appending, told: readonly ReadSubmission[]): Promise<void> {
  const { length: partitions } = await to.log.bounds(to.topic);
  const lanes = Map.groupBy(told, ({ key }) => partitionFor(Buffer.from(key), partitions));
  const appends = [...lanes].map(([partition, lines]) => appendLane(to, partition, lines));
  await Promise.all(appends);
}

async function appendLane(
  { log, topic, agency, untilMs }: Appending,
  partition: number,
  lines: readonly ReadSubmission[],
): Promise<void> {
  const records = lines.map(({ key, value, idempotencyKey }): NewRecord => {
    const id = submissionIdOf(changeIdOf(agency, idempotencyKey));
    const headers = eventHeaders({ id, source: agency, type: 'Submission', timeMs: Date.now() });
    return { key: Buffer.from(key), value, headers: headerBytes(headers) };
  });
  for (;;) {
    try {
      await log.append({ topic, partition }, records);
      return;
    } catch (error) {
      // Nobody at a terminal waits for a right to be granted.
      const mayPass = error instanceof LogError && error.retryable && error.code !== 'unauthorized';
      if (!mayPass) throw error;
      if (performance.now() > untilMs) throw silence('the log');
      await sleep(RETRY_MS);
    }
  }
}

/** Results by key, in the order given: a key that stands on two lines is answered twice. More answers come when an append was made again. */
async function awaitAnswers(
  told: readonly ReadSubmission[],
  results: Results,
  untilMs: number,
): Promise<ReadonlyMap<string, SubmissionResult[]>> {
  const answers = new Map<string, SubmissionResult[]>();
  const lines = Map.groupBy(told, ({ idempotencyKey }) => idempotencyKey);
  for (let open = told.length; open > 0; ) {
    for (const result of await results()) {
      const { idempotencyKey } = result;
      const known = answers.get(idempotencyKey) ?? [];
      // Nor is everything ours: the agency's own service may be telling at the same time.
      if (known.length >= (lines.get(idempotencyKey)?.length ?? 0)) continue;
      answers.set(idempotencyKey, [...known, result]);
      open -= 1;
    }
    if (open === 0) break;
    if (performance.now() > untilMs) throw silence('intake');
    await sleep(LOOK_MS);
  }
  return answers;
}

const silence = (who: string): CliError =>
  new CliError('unavailable', `${who} has not answered on the bus.`);

function answerLine(
  { line, idempotencyKey }: ReadSubmission,
  answers: ReadonlyMap<string, SubmissionResult[]>,
): object {
  const answer = answers.get(idempotencyKey)?.shift();
  if (answer === undefined) throw new Error('a line was answered less often than it was told');
  const { status, changeId, errors } = answer;
  if (status !== 'rejected') return { line, status, changeId };
  return refuseLine(line, problemOfFields(errors.map(readFieldError)));
}

const readFieldError = ({ pointer, code, detail }: SubmissionResult['errors'][number]) => ({
  ...{ pointer, detail },
  code: code as FieldError['code'],
});
