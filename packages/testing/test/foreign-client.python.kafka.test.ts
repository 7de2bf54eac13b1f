import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  completeChange,
  type Outcome,
  openCodec,
  type Release,
  type SubmittedJson,
} from '@told/codec';
import { partitionFor, type StoredRecord } from '@told/event-log';
import { eventHeaders, headerBytes, openEventLog, type Statement } from '@told/service';
import { sampleIncome, sampleRelease } from '../../agency-sdk/test/sample-release.ts';
import { onOwnKafka } from '../../stack/test/on-own-kafka.ts';
import { withDatabase } from '../src/index.ts';
import {
  COUNCIL,
  type RunningArea,
  startArea,
  TIMEOUT_MS,
  TODAY,
} from '../src/trials/start-area.ts';
import { readLogs } from './marked/read-places.ts';
import { type PythonOptions, runPython, writeNotice } from './run-python.ts';

const DEAD: Statement = {
  name: 'test_dead_letters',
  text: 'SELECT cause FROM dead_letter ORDER BY cause',
};
const PERSON = { nino: 'QQ123456C', surname: 'Sample', forename: 'Asha', birthDate: '1980-02-29' };
const CASE = 'PY-1';

let running: RunningArea;
let dir: string;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-python-test-'));
  running = await startArea({
    ...{ ...(await onOwnKafka()), kafkaSecurity: 'secured' },
    services: ['intake', 'gateway'],
  });
}, TIMEOUT_MS);

afterAll(async () => {
  await running?.stop();
  fs.rmSync(dir, { recursive: true });
}, TIMEOUT_MS);

const office = (agency: string, args: readonly string[], more: Partial<PythonOptions> = {}) =>
  runPython(running, ['office.py', ...args], { agency, dir, ...more });

const tell = (
  agency: string,
  idempotencyKey: string,
  change: object,
  more: Partial<PythonOptions> = {},
) => {
  const notice = { idempotencyKey, change: { ...NOTICE, ...change } };
  return office(agency, ['tell', writeNotice(dir, notice)], more);
};

const NOTICE = {
  person: PERSON,
  caseReference: 'JSA-1',
  ...{ fact: 'income', changeType: 'created', occurredOn: TODAY, notifiedOn: TODAY },
  ...{ receivedOn: TODAY, usedOn: TODAY, usedFor: 'jsa-ib' },
  evidence: { level: 'self-declared', documents: [] },
  income: { who: 'claimant', kind: 'employed', netPence: 9280, payPeriod: 'weekly' },
};

async function ask(service: string, route: string, agency: string, body?: object) {
  const response = await fetch(`${running.area.urlOf(service)}${route}`, {
    headers: {
      authorization: `Bearer ${await running.area.tokenOf(agency)}`,
      connection: 'close',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(100); // bounded by the test
}

const openBusCodec = (topic: string, schema: 'Release' | 'Outcome' | 'Submission') =>
  openCodec({ registryUrl: running.stack.registry.url, uses: [{ topic, schema }] });

/** What is on a topic, in the order of its partitions. */
async function readTopic(topic: string): Promise<readonly StoredRecord[]> {
  const log = openEventLog(running.stack.log, 'told-test');
  const records: StoredRecord[] = [];
  for (const { partition, low, end } of await log.bounds(topic)) {
    for await (const batch of log.read({ topic, partition, from: low, to: end }))
      records.push(...batch);
  }
  await log.close();
  return records;
}

describe('an agency with a client in Python', () => {
  let changeId: string;

  test(
    'tells a change, by its password or its certificate, and is told what came of it',
    async () => {
      const first = await tell('jobcentre', 'py-1', {});
      expect(first).toMatchObject({
        code: 0,
        lines: [{ status: 'accepted', code: null }],
      });
      ({ changeId } = first.lines[0] as { changeId: string });
      const again = await tell('jobcentre', 'py-1', {}, { byCertificate: true });
      expect(again).toMatchObject({ code: 0, lines: [{ status: 'duplicate', changeId }] });
    },
    TIMEOUT_MS,
  );

  test(
    'is refused by rule and field, and never told its value back',
    async () => {
      const told = await tell('jobcentre', 'py-2', { person: { ...PERSON, nino: 'QQ12345ZC' } });
      expect(told).toMatchObject({
        code: 1,
        lines: [
          {
            status: 'rejected',
            errors: [{ pointer: '/change/person/nino', code: 'nino-malformed' }],
          },
        ],
      });
      expect(JSON.stringify(told)).not.toContain('QQ12345ZC');
    },
    TIMEOUT_MS,
  );

  test(
    'is given a release of its case, and its answer stands in the why of the change',
    async () => {
      const interest = {
        capacity: 'ctb-claimant',
        caseReference: 'CTB-1',
        person: PERSON,
        from: '2009-11-02',
      };
      const registered = await ask('gateway', '/v1/interests', COUNCIL, interest);
      expect(registered.status).toBeLessThan(300);
      const told = await tell('jobcentre', 'py-3', { occurredOn: '2010-04-01' });
      ({ changeId } = told.lines[0] as { changeId: string });
      const read = await office(COUNCIL, ['read', '1']);
      expect(read).toMatchObject({
        code: 0,
        lines: [{ case: 'CTB-1', sequence: 1, kind: 'value', did: 'applied' }],
      });
      await eventually(async () => {
        const why = await ask('gateway', `/v1/why/${changeId}/${COUNCIL}`, COUNCIL);
        return why.text.includes('applied');
      });
    },
    TIMEOUT_MS,
  );
});

describe('releases in another order, twice, and taken back', () => {
  const TOPIC = 'told.releases.luton';
  const [first, second, third] = [1, 2, 3].map((sequence) => made(sequence)) as [
    Release,
    Release,
    Release,
  ];
  const withdrawn = made(4, {
    ...{ kind: 'withdrawn', takesBack: third.releaseId, income: null },
    withheld: [{ field: 'income.employer', reason: 'consent-withdrawn' }],
  });
  const unreliable = made(5, { kind: 'do-not-rely', takesBack: first.releaseId, income: null });

  function made(releaseSequence: number, more: Partial<Release> = {}): Release {
    const income = sampleIncome({ employer: 'Sample Stores Ltd' });
    return sampleRelease({ caseReference: CASE, releaseSequence, income, ...more });
  }

  /** As the gateway writes them. */
  async function release(...releases: readonly Release[]): Promise<void> {
    const codec = await openBusCodec(TOPIC, 'Release');
    const log = openEventLog(running.stack.log, 'told-test');
    const key = Buffer.from(CASE);
    const { length } = await log.bounds(TOPIC);
    const encode = codec.encoder('Release', TOPIC);
    await log.append(
      { topic: TOPIC, partition: partitionFor(key, length) },
      releases.map((one) => ({ key, value: encode(one), headers: headersOf(one) })),
    );
    await log.close();
  }

  const headersOf = ({ releaseId: id }: Release) =>
    headerBytes(eventHeaders({ id, source: 'told/gateway', type: 'Release', timeMs: Date.now() }));

  const didOf = ({ lines }: { readonly lines: readonly unknown[] }) =>
    (lines as { sequence: number; did: string }[]).map(({ sequence, did }) => `${sequence} ${did}`);

  test(
    'a duplicate changes nothing, a hole is waited at, and what takes back acts across it',
    async () => {
      await release(first, first, third, withdrawn);
      const before = await office('luton', ['read', '2']);
      expect(before.err).toBe('');
      expect(didOf(before)).toEqual(['1 applied', '1 duplicate', '3 waiting', '4 no-change']);
      await release(second, unreliable);
      expect(didOf(await office('luton', ['read', '3']))).toEqual(['2 applied', '5 applied']);
      expect(await readOutcomes()).toEqual([
        ...['1 applied null', '4 no-change taken-back-before-use', '2 applied null'],
        ...['3 applied null', '5 applied null'],
      ]);
    },
    TIMEOUT_MS,
  );

  async function readOutcomes(): Promise<readonly string[]> {
    const topic = 'told.outcomes.luton';
    const codec = await openBusCodec(topic, 'Outcome');
    const records = await readTopic(topic);
    expect(new Set(records.map(({ partition }) => partition))).toEqual(
      new Set([partitionFor(Buffer.from(CASE), 4)]),
    );
    const values = records.map(({ value }) => value);
    return (await codec.decode('Outcome', values)).map((one) => {
      if (!one.ok) throw one.error;
      const { releaseSequence, kind, reason }: Outcome = one.value;
      return `${releaseSequence} ${kind} ${reason}`;
    });
  }
});

describe('what an agency writes wrongly', () => {
  const TOPIC = 'told.submissions.luton';

  /** What the broker said of each. */
  async function produce(topic: string, records: readonly object[]): Promise<readonly unknown[]> {
    const input = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    const run = await runPython(running, ['produce.py', topic], { agency: 'luton', dir, input });
    expect(run.err).toBe('');
    return run.lines;
  }

  const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');

  test(
    'is refused by the broker or a dead letter by its cause; it stops nobody, and none of it is told on',
    async () => {
      const codec = await openBusCodec(TOPIC, 'Submission');
      const encode = codec.encoder('Submission', TOPIC);
      const sound = encode({
        idempotencyKey: 'py-4',
        change: completeChange(NOTICE as object as SubmittedJson),
      });
      const mark = base64('Zzyzxa');
      const said = await produce(TOPIC, [
        { key: base64('unframed'), value: base64('about QQ123456C') },
        { key: base64('foreign'), value: base64(Buffer.from([0, 0, 0x0f, 0x42, 0x3f, 1, 2, 3])) },
        { key: base64('null'), value: null },
        { key: base64('damaged'), value: base64(sound), headers: { digest: mark } },
        { key: base64('large'), value: base64(Buffer.alloc(2 * 1024 * 1024, 'a')) },
        { key: null, value: base64(sound), headers: { surname: mark, traceparent: mark } },
      ]);
      expect(said).toEqual([...Array(4).fill('stored'), 'MSG_SIZE_TOO_LARGE', 'stored']);
      expect(await tell('luton', 'py-5', {})).toMatchObject({ lines: [{ status: 'accepted' }] });
      await eventually(async () => (await deadLetters('intake')).length >= 4);
      expect(await deadLetters('intake')).toEqual([
        ...['corrupt', 'undecodable', 'undecodable', 'unknown-schema'],
      ]);
      const results = 'told.submission-results.luton';
      await eventually(async () => (await readKeys(results)).length >= 2);
      expect(await readKeys(results)).toEqual(['', 'JSA-1']);
      // What luton has answered above was never given by the gateway.
      await eventually(async () => (await deadLetters('gateway')).length > 0);
      expect(await deadLetters('gateway')).toEqual(['release-unknown']);
      const logs = readLogs(running.stack);
      expect(logs.filter(({ name }) => /broker|kafka/.test(name))).not.toEqual([]);
      expect(logs.filter(({ text }) => /Zzyzxa|QQ123456C/.test(text))).toEqual([]);
      for (const service of ['intake', 'gateway']) {
        expect((await ask(service, '/health/ready', 'luton')).status).toBe(200);
      }
    },
    TIMEOUT_MS,
  );

  async function deadLetters(service: string): Promise<readonly string[]> {
    const { rows } = await withDatabase(running.area, service, (db) =>
      db.query<{ cause: string }>(DEAD),
    );
    return rows.map(({ cause }) => cause);
  }

  async function readKeys(topic: string): Promise<readonly string[]> {
    const records = await readTopic(topic);
    for (const { headers } of records)
      expect(String(Object.values(headers))).not.toContain('Zzyzxa');
    return records.map(({ key }) => key.toString()).sort();
  }
});

const [NO_TOPIC, NO_GROUP] = ['TOPIC_AUTHORIZATION_FAILED', 'GROUP_AUTHORIZATION_FAILED'];

test(
  'an agency’s user is refused whatever is not its own, and sees nothing of it',
  async () => {
    const { lines } = await runPython(running, ['refused.py', COUNCIL], { agency: 'luton', dir });
    const answers = lines as readonly { readonly attempt: string; readonly answer: unknown }[];
    expect(Object.fromEntries(answers.map(({ attempt, answer }) => [attempt, answer]))).toEqual({
      [`read told.releases.${COUNCIL}`]: NO_TOPIC,
      [`read told.submission-results.${COUNCIL}`]: NO_TOPIC,
      'read told.submissions.luton': NO_TOPIC,
      'read told.changes': NO_TOPIC,
      'read told.decisions': NO_TOPIC,
      'write told.releases.luton': NO_TOPIC,
      [`write told.submissions.${COUNCIL}`]: NO_TOPIC,
      [`write told.outcomes.${COUNCIL}`]: NO_TOPIC,
      [`write told.releases.${COUNCIL}`]: NO_TOPIC,
      'write told.changes': NO_TOPIC,
      [`join ${COUNCIL}.office`]: NO_GROUP,
      'join gateway': NO_GROUP,
      'join luton': NO_GROUP,
      'describe the group gateway': NO_GROUP,
      [`describe told.releases.${COUNCIL}`]: NO_TOPIC,
      'create a topic': NO_TOPIC,
      'delete its topic': NO_TOPIC,
      'alter its topic': NO_TOPIC,
      'describe a broker': 'CLUSTER_AUTHORIZATION_FAILED',
      'begin a transaction': 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
      'log in with another password': '_AUTHENTICATION',
      'log in as another': '_AUTHENTICATION',
      'list the topics': [
        'told.actions.luton',
        'told.dead-letters.luton',
        'told.heads', // which every agency reads, so that nobody can be shown another ledger
        'told.outcomes.luton',
        'told.releases.luton',
        'told.submission-results.luton',
        'told.submissions.luton',
      ],
      'list the groups': ['luton.office', 'luton.refused'],
    });
  },
  TIMEOUT_MS,
);
