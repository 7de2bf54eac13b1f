import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openCodec, type Submission, type SubmissionResult } from '@told/codec';
import { openEventLog, readBacklog } from '@told/service';
import { onOwnKafka } from '../../stack/test/on-own-kafka.ts';
import { waitUntilQuiet, withDatabase } from '../src/index.ts';
import { type RunningArea, startArea, TIMEOUT_MS, TODAY } from '../src/trials/start-area.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const SUBMISSIONS = 'told.submissions.jobcentre';
const RESULTS = 'told.submission-results.jobcentre';

let running: RunningArea;

beforeAll(async () => {
  running = await startArea(await onOwnKafka());
}, TIMEOUT_MS);

afterAll(() => running?.stop(), TIMEOUT_MS);

/** With a stock client in a process of its own, without any header. */
async function produce(key: string, value: Buffer): Promise<void> {
  const program = path.join(ROOT, 'packages/event-log-kafka/test/produce-as-others.ts');
  const texts = [Buffer.from(key), value].map((bytes) => bytes.toString('base64'));
  const brokers = running.stack.log.brokers.join(',');
  await promisify(execFile)(process.execPath, [program, brokers, SUBMISSIONS, ...texts]);
}

const openBusCodec = () =>
  openCodec({
    registryUrl: running.stack.registry.url,
    uses: [
      { topic: SUBMISSIONS, schema: 'Submission' },
      { topic: RESULTS, schema: 'SubmissionResult' },
    ],
  });

function makeSubmission(): Submission {
  const file = path.join(ROOT, 'schemas/examples/submission.json');
  const example: Submission = JSON.parse(fs.readFileSync(file, 'utf8'));
  const days = { notifiedOn: TODAY, receivedOn: TODAY, usedOn: TODAY };
  const evidence = { level: 'self-declared', documents: [] } as const;
  return { ...example, change: { ...example.change, ...days, evidence } };
}

async function readResults(): Promise<readonly SubmissionResult[]> {
  const codec = await openBusCodec();
  const log = openEventLog(running.stack.log, 'told-test');
  const results: SubmissionResult[] = [];
  for (const { partition, low, end } of await log.bounds(RESULTS)) {
    for await (const batch of log.read({ topic: RESULTS, partition, from: low, to: end })) {
      const values = batch.map(({ value }) => value);
      for (const one of await codec.decode('SubmissionResult', values)) {
        if (one.ok) results.push(one.value);
      }
    }
  }
  await log.close();
  return results;
}

test(
  'a submission of a stock client, without headers and so without a digest, is answered; one that is no Avro holds up its own key alone',
  async () => {
    const submission = makeSubmission();
    const codec = await openBusCodec();
    const key = submission.change.caseReference ?? submission.idempotencyKey;
    await produce('another case', Buffer.from('this is not Avro'));
    await produce(key, codec.encoder('Submission', SUBMISSIONS)(submission));
    await waitUntilQuiet({ area: running.area });
    expect(await readResults()).toMatchObject([
      { idempotencyKey: submission.idempotencyKey, status: 'accepted' },
    ]);
    expect(await withDatabase(running.area, 'intake', readBacklog)).toMatchObject({
      deadLetters: 1,
      parkedKeys: 1,
      parkedRecords: 1,
    });
  },
  TIMEOUT_MS,
);
