import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { digestKey, openDatabase } from '@told/service';
import { type Stack, startStack } from '@told/stack';
import {
  describeNewJob,
  describeStoryCases,
  listStoryCases,
  listStoryInterests,
} from '../src/demo/story-people.ts';
import { runTold, type Told } from './run-told.ts';

const PATIENCE_MS = 120_000;

const TODAY = '2010-04-05';
const { asha, ben } = listStoryCases(1);
let dir: string;
let stack: Stack;

const told = (args: string, input = ''): Promise<Told> =>
  runTold(args.split(' '), { profile: stack.stackFile, input });

/** A document that must come with exit code 0. */
async function ask<T>(args: string, input?: string): Promise<T> {
  const { code, err, document } = await told(`${args} --json`, input);
  expect([code, err]).toEqual([0, '']);
  return document<T>();
}

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-cli-test-'));
  fs.chmodSync(dir, 0o755);
  stack = await startStack({ dir, fsync: false, logLevel: 'warn' });
});

afterAll(async () => {
  await stack?.stop();
  fs.rmSync(dir, { recursive: true });
});

async function openCase(agency: string, service: string, opening: object): Promise<void> {
  const { out } = await told(`token --as ${agency} --scopes cases:write`);
  const response = await fetch(`${stack.services[service]?.url}/v1/cases/bulk`, {
    method: 'POST',
    headers: { authorization: `Bearer ${out.trim()}`, 'content-type': 'application/x-ndjson' },
    body: JSON.stringify(opening),
  });
  expect([response.status, await response.text()]).toEqual([
    200,
    expect.stringContaining('opened'),
  ]);
}

/** The sentence's verdict, as soon as the gateway has decided. */
async function waitForWhy(changeId: string, agency: string, until: RegExp): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { out } = await told(`why ${changeId} ${agency}`);
    if (until.test(out) || Date.now() > deadline) return out;
    await sleep(50);
  }
}

const describeChange = (of: typeof asha, more: object = {}): string =>
  JSON.stringify({
    ...describeNewJob('2010-05-12', TODAY),
    person: of.person,
    caseReference: of.jobcentre,
    usedOn: TODAY,
    usedFor: 'jsa-ib',
    ...more,
  });

const SEND = 'changes send --as jobcentre --file -';

test('interests are registered once, listed, and ended; a token opens cases with any client', async () => {
  for (const one of [asha, ben]) {
    const cases = describeStoryCases(one);
    await openCase('central-bedfordshire', 'council-tax-central-bedfordshire', cases.council);
    await openCase('jobcentre', 'jobcentre', cases.jobcentre);
  }
  const ids = new Set<string>();
  for (const { agency, body } of listStoryInterests({ asha, ben })) {
    const { capacity, caseReference, person, from } = body;
    const { nino, surname, forename, birthDate, postcode } = person;
    const args = `interests register --as ${agency} --capacity ${capacity} --case ${caseReference} --nino ${nino} --surname ${surname} --forename ${forename} --birth-date ${birthDate} --from ${from}`;
    const planned = await ask<object>(`${args} --dry-run`);
    expect(planned).toEqual({
      agency,
      capacity,
      caseReference,
      from,
      until: null,
      status: 'not-sent',
    });
    const [first, again] = [
      await ask<{ interestId: string; state: string }>(args),
      await ask<{ interestId: string }>(`${args}`),
    ];
    expect(again.interestId).toBe(first.interestId);
    expect(postcode).toBeDefined();
    ids.add(first.interestId);
  }
  expect(ids.size).toBe(5);
  const own = await ask<{ items: { caseReference: string }[]; next: string | null }>(
    'interests list --as central-bedfordshire',
  );
  expect(own.items.map(({ caseReference }) => caseReference).sort()).toEqual([
    asha.council,
    ben.council,
  ]);
  const page = await ask<{ items: object[]; next: string }>(
    'interests list --as central-bedfordshire --limit 1',
  );
  expect(page.items).toHaveLength(1);
  const rest = await told(
    `interests list --as central-bedfordshire --limit 1 --cursor ${page.next}`,
  );
  expect(rest.out).toMatch(/^case .*\n─.*\nCTB-/);
});

test('an interest that has ended says so', async () => {
  const args =
    'interests register --as luton --capacity council-tax-liable --case LTN-OLD --nino QQ999956C --from 2010-01-04';
  const { interestId } = await ask<{ interestId: string }>(args);
  const end = `interests end ${interestId} --as luton --until 2010-03-31`;
  expect((await told(`${end} --dry-run`)).out).toBe(`would end ${interestId} on 2010-03-31\n`);
  expect((await told(end)).out).toBe(`${interestId} ends on 2010-03-31\n`);
  const listed = await told('interests list --as luton --case LTN-OLD');
  expect(listed.out).toContain('2010-03-31');
});

describe('a change', () => {
  let changeId: string;

  test('is accepted once, then a duplicate, from standard input and from a file', async () => {
    const file = path.join(dir, 'change.json');
    fs.writeFileSync(file, describeChange(asha));
    const dry = await ask<{ changeId: string }>(`${SEND} --key k1 --dry-run`, describeChange(asha));
    const sent = await ask<{ changeId: string; status: string }>(
      `${SEND} --key k1`,
      describeChange(asha),
    );
    expect(sent).toMatchObject({ changeId: dry.changeId, status: 'accepted' });
    changeId = sent.changeId;
    const again = await told(`changes send --as jobcentre --key k1 --file ${file}`);
    expect(again).toMatchObject({ code: 0, out: `duplicate: change ${changeId}\n` });
  });

  test('may come with others in a file, a line each', async () => {
    const line = (idempotencyKey: string, text: string): string =>
      `${JSON.stringify({ idempotencyKey, change: JSON.parse(text) as object })}\n`;
    const bad = JSON.stringify({ ...(JSON.parse(describeChange(ben)) as object), shoeSize: 43 });
    const sent = await told(SEND, line('k1', describeChange(asha)) + line('k-bad', bad));
    expect(sent.code).toBe(1);
    expect(sent.out).toContain('2 lines: 0 accepted, 1 told before, 1 refused');
    expect(sent.out).toContain('line 2: /change/shoeSize: unknown-field');
  });

  test('is refused with the problem document, and code 1', async () => {
    const other = describeChange(asha, { occurredOn: '2010-05-13' });
    const reused = await told(`${SEND} --key k1 --json`, other);
    expect([reused.code, reused.err]).toEqual([1, '']);
    expect(reused.document()).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    const real = describeChange(asha, { person: { ...asha.person, nino: 'AB123456C' } });
    const foreign = await told(`${SEND} --key k2`, real);
    expect(foreign).toMatchObject({ code: 1, out: '' });
    expect(foreign.err).toContain('nino-foreign-mode');
    expect(foreign.err).not.toContain('AB123456C');
  });

  test('is shown to the agency that told it and to the auditor, and to nobody else', async () => {
    expect(await ask(`changes show ${changeId}`)).toMatchObject({ changeId, fact: 'income' });
    expect((await told(`changes show ${changeId} --as jobcentre`)).out).toMatch(/fact +income/);
    expect(await told(`changes show ${changeId} --as luton`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('change-unknown'),
    });
  });

  test('why: trimmed for the council, refused for the neighbour, own for its source', async () => {
    const trimmed = await waitForWhy(changeId, 'central-bedfordshire', /outcome/);
    expect(trimmed).toMatch(/decision +trimmed/);
    expect(trimmed).toMatch(/withheld +income\.employer: /);
    expect(trimmed).toMatch(/outcome +no-change: passported/);
    expect(await waitForWhy(changeId, 'luton', /decision/)).toMatch(/refused \(no-basis\)/);
    expect(await waitForWhy(changeId, 'jobcentre', /decision/)).toMatch(/own \(own-case\)/);
    const document = await ask<{ recipients: { verdict: string }[] }>(`why ${changeId} luton`);
    expect(document.recipients.map(({ verdict }) => verdict)).toEqual(['refused']);
    expect(await told(`why ${changeId} luton --as central-bedfordshire`)).toMatchObject({
      code: 1,
    });
  });

  test('why: held where the two offices know different people', async () => {
    const sent = await ask<{ changeId: string }>(`${SEND} --key k3`, describeChange(ben));
    const held = await waitForWhy(sent.changeId, 'central-bedfordshire', /decision/);
    expect(held).toMatch(/decision +hold \(match-unconfirmed\)/);
  });

  test('why: released whole where nothing is withheld', async () => {
    const { income: _, ...common } = JSON.parse(describeChange(asha));
    const ended = JSON.stringify({
      ...common,
      fact: 'benefitAward',
      benefitAward: { benefit: 'jsa-ib', action: 'stop', lastDayOfEntitlement: '2010-05-11' },
    });
    const sent = await ask<{ changeId: string }>(`${SEND} --key k4`, ended);
    const text = await waitForWhy(sent.changeId, 'central-bedfordshire', /outcome/);
    expect(text).toMatch(/decision +release\n/);
    expect(text).toMatch(/outcome +applied: from 2010-05-17/);
  });

  test('stands in the case of the office that it reached', async () => {
    const shown = await told(`cases show ${asha.council} --as central-bedfordshire`);
    expect(shown.out).toMatch(/Monday 17 May 2010 +further notice +£13\.53/);
    const listed = await ask<{ items: { caseReference: string }[]; next: null }>(
      'cases list --as central-bedfordshire',
    );
    expect(listed).toMatchObject({ next: null, items: [{ caseReference: asha.council }, {}] });
    const document = await ask<{ record: object }>(
      `cases show ${asha.council} --as central-bedfordshire`,
    );
    expect(document.record).toMatchObject({ caseReference: asha.council });
    expect((await told('cases show NONE --as jobcentre')).err).toMatch(/^case-unknown/);
    expect(await told('cases list --as stevenage')).toMatchObject({ code: 2 });
  });
});

test('a token opens a route to curl, and has no scope that its client has not', async () => {
  const { out } = await told('token --as jobcentre --scopes interests:read');
  const url = `${stack.services['gateway']?.url}/v1/interests?limit=1`;
  const curl = await promisify(execFile)('curl', [
    '-s',
    '-H',
    `Authorization: Bearer ${out.trim()}`,
    url,
  ]);
  expect(JSON.parse(curl.stdout)).toMatchObject({ items: [{ capacity: 'jsa-claimant' }] });
  expect(await told('token --as jobcentre --scopes decisions:read')).toMatchObject({ code: 2 });
  expect(await ask('token --as jobcentre')).toMatchObject({ agency: 'jobcentre' });
});

describe('the examples of the how-to pages run as they are written', () => {
  const ROOT = path.join(import.meta.dirname, '../../..');

  /** Runs a page's first example as a user would, on the test's own stack. */
  async function runExample(page: string): Promise<string> {
    const text = fs.readFileSync(path.join(ROOT, 'docs/how-to', page), 'utf8');
    const example = /```ts\n(.*?)```/s.exec(text)?.[1] ?? '';
    const code = example.replace("'.told/stack.json'", JSON.stringify(stack.stackFile));
    const args = ['--input-type=module-typescript', '--eval', code];
    return (await promisify(execFile)(process.execPath, args, { cwd: ROOT })).stdout;
  }

  test('telling on the bus prints what the page says, then also the repetition', async () => {
    const page = fs.readFileSync(path.join(ROOT, 'docs/how-to/tell-on-the-bus.md'), 'utf8');
    const accepted = await runExample('tell-on-the-bus.md');
    expect(accepted).toMatch(/^accepted: change [0-9a-f-]{36}\n$/);
    expect(page).toContain(accepted);
    expect(await runExample('tell-on-the-bus.md')).toContain(accepted);
  });

  test('rebuilding an office', async () => {
    expect(await runExample('rebuild-an-office.md')).toMatch(/made anew from [1-9]\d* entries/);
  });

  test('checking, suspending and resuming an agreement', async () => {
    const page = fs.readFileSync(path.join(ROOT, 'docs/how-to/add-an-agreement.md'), 'utf8');
    const lines = [...page.matchAll(/^npm run -s told -- (.*)$/gm)].map(([, line = '']) =>
      [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? ''),
    );
    const run = (args: readonly string[]) => runTold(args, { profile: stack.stackFile });
    const standing = async () =>
      (await told('agreements list')).out.match(/^dwp-to-council-ctb +3 +(\S+)/m)?.[1];
    const answers: Told[] = [];
    for (const line of lines) answers.push(await run(line));
    expect(answers.map((one) => [one.code, one.err])).toEqual(lines.map(() => [0, '']));
    expect(answers.map((one) => one.out).join('')).toMatch(
      /nothing found\n.*^luton +form-prefill +income\.employer .*dwp-to-council-ctb is suspended/ms,
    );
    expect(await standing()).toBe('suspended');
    const resumed = await run([
      'agreements',
      'resume',
      'dwp-to-council-ctb',
      '--reason',
      'a drill',
    ]);
    expect(resumed.out).toContain('dwp-to-council-ctb is in force again');
    expect(await standing()).toBe('in-force');
  });
});

describe('doctor', () => {
  test('is green while everything runs', async () => {
    const { code, out, err } = await told('doctor');
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toContain('✗');
    expect(out).toMatch(/all \d+ checks are green\n$/);
  });

  test('is red beside a service that died, names the fix, and ends with code 4', async () => {
    const service = stack.service('jobcentre');
    service.kill('SIGKILL');
    await service.ended();
    const red = await told('doctor --json');
    expect([red.code, red.err]).toEqual([
      4,
      expect.stringMatching(/^1 of \d+ checks are red\.\n$/),
    ]);
    const { sound, findings } = red.document<{
      sound: boolean;
      findings: { ok: boolean; part: string; fix?: string }[];
    }>();
    expect(sound).toBe(false);
    expect(findings.filter(({ ok }) => !ok)).toEqual([
      expect.objectContaining({
        part: 'jobcentre',
        fix: expect.stringContaining('logs/jobcentre.log'),
      }),
    ]);
    expect((await told('doctor')).out).toMatch(/✗ +jobcentre +does not answer/);
    expect(await told('cases list --as jobcentre')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^jobcentre .* does not answer: ECONNREFUSED/),
    });
    await service.restart();
    expect((await told('doctor')).code).toBe(0);
  });

  test('is red beside a dead letter and a parked key', async () => {
    const db = openDatabase({ url: stack.adminUrl('gateway'), name: 'test', max: 1 });
    const run = (name: string, text: string) => db.query({ name, text }, []);
    await run(
      'test_put_dead_letter',
      `INSERT INTO dead_letter VALUES ('told.changes', 0, 0, 0, 'undecodable', 'digest')`,
    );
    await run(
      'test_put_parked',
      `INSERT INTO parked_key (stream, key, reason, key_digest) VALUES ('told.changes', 'some-key', 'undecodable', '${digestKey('some-key')}')`,
    );
    await run(
      'test_put_parked_record',
      `INSERT INTO parked_record (stream, key, reason, topic, partition, "offset", timestamp_ms, record_key, value, headers, cause)
       VALUES ('told.changes', 'some-key', 'undecodable', 'told.changes', 0, 0, 0, 'some-key', 'not Avro', '{}', 'undecodable')`,
    );
    const { code, out } = await told('doctor');
    expect(code).toBe(4);
    expect(out).toMatch(
      /✗ +gateway: parked +told\.changes [0-9a-f]{16}, undecodable: undecodable, 1 records wait +mend .*parked release/,
    );
    expect(out).toMatch(
      /✗ +gateway: dead letters +told\.changes 0 0, undecodable +.*dead-letters redrive told\.changes 0 0/,
    );
    expect((await told('parked list')).out).toContain(digestKey('some-key'));
    expect(await told('parked release told.changes some-key --reason retried')).toMatchObject({
      ...{ code: 1, out: expect.stringMatching(/0 records released; 1 wait on \(undecodable/) },
      err: expect.stringContaining('a record is at fault again'),
    });
    expect(await told('parked dead-letter told.changes some-key --reason synthetic')).toMatchObject(
      {
        ...{ code: 0, out: expect.stringContaining('is a dead letter; nothing waits behind it') },
      },
    );
    expect((await told('dead-letters list --state dead')).out).toContain('synthetic');
    expect((await told('doctor')).out).toMatch(/✓ +gateway: dead letters +0 wait; 1 given up/);
    await db.close();
  });

  test('shows a person’s changes that wait at the gateway; released, they are decided', async () => {
    const db = openDatabase({ url: stack.adminUrl('gateway'), name: 'test', max: 1 });
    const find = 'SELECT subject_key AS key FROM interest WHERE case_reference = $1';
    const found = await db.query<{ key: string }>({ name: 'test_find', text: find }, [
      asha.jobcentre,
    ]);
    const key = found.rows[0]?.key ?? '';
    const park = 'INSERT INTO parked_key (stream, key, reason, key_digest) VALUES ($1, $2, $3, $4)';
    await db.query({ name: 'test_park', text: park }, [
      ...['told.changes', key, 'gap', digestKey(key)],
    ]);
    await db.close();
    const sent = await ask<{ changeId: string }>(`${SEND} --key k9`, describeChange(asha));
    const list = () => told(`parked list --service gateway --key ${key}`);
    for (let tries = 0; tries < 500 && !/ 1\n/.test((await list()).out); tries++) await sleep(50);
    expect((await told('doctor')).out).toMatch(/✗ +gateway: parked .* gap, 1 records wait/);
    const released = await told(`parked release told.changes ${key} --reason mended`);
    expect(released).toMatchObject({
      ...{ code: 0, out: expect.stringContaining('(gateway): released, 1 records') },
    });
    expect(await waitForWhy(sent.changeId, 'jobcentre', /decision/)).toMatch(/own \(own-case\)/);
    expect((await told('doctor')).out).toMatch(/✓ +gateway: parked +0 keys/);
  });
});
