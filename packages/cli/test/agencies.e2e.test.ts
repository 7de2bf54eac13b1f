import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Stack, startStack } from '@told/stack';
import { describeNewJob, listStoryCases } from '../src/demo/story-people.ts';
import type { WhyAnswer } from '../src/why-answer.ts';
import { runTold, type Told } from './run-told.ts';

const PATIENCE_MS = 120_000;
const TODAY = '2010-04-05';
const COUNCIL = 'central-bedfordshire';
const SHIPPED = path.join(import.meta.dirname, '../../../infra');
const { asha } = listStoryCases(1);

let dir: string;
let infra: string;
let stack: Stack;

const told = (args: readonly string[], input = ''): Promise<Told> =>
  runTold(args, { profile: stack.stackFile, input });

/** A document that must come with exit code 0. */
async function ask<T>(args: readonly string[], input?: string): Promise<T> {
  const { code, err, document } = await told([...args, '--json'], input);
  expect([code, err]).toEqual([0, '']);
  return document<T>();
}

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-agencies-test-'));
  fs.chmodSync(dir, 0o755);
  infra = path.join(dir, 'infra');
  fs.cpSync(SHIPPED, infra, { recursive: true });
  stack = await startStack({
    dir: path.join(dir, 'stack'),
    services: ['intake', 'gateway'],
    fsync: false,
    logLevel: 'warn',
  });
});

afterAll(async () => {
  await stack?.stop();
  fs.rmSync(dir, { recursive: true });
});

let jobs = 0;

/** The person starts another job, told at JobCentre Plus. */
async function startWork(): Promise<string> {
  jobs += 1;
  const occurredOn = `2010-04-0${jobs}`;
  const change = {
    ...describeNewJob(occurredOn, TODAY),
    person: asha.person,
    caseReference: asha.jobcentre,
    usedOn: TODAY,
    usedFor: 'jsa-ib',
  };
  const key = `job-${jobs}`;
  const args = ['changes', 'send', '--as', 'jobcentre', '--key', key, '--file', '-'];
  return (await ask<{ changeId: string }>(args, JSON.stringify(change))).changeId;
}

/** What the council got of a change, as soon as the gateway has decided. */
async function why(changeId: string, as = COUNCIL): Promise<WhyAnswer['recipients']> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { code, document } = await told(['why', changeId, COUNCIL, '--as', as, '--json']);
    const recipients = code === 0 ? document<WhyAnswer>().recipients : [];
    if (recipients.length > 0 || Date.now() > deadline) return recipients;
    await sleep(50);
  }
}
const verdicts = async (changeId: string): Promise<readonly string[]> =>
  (await why(changeId)).map(({ verdict, reason }) => `${verdict} ${reason?.code ?? ''}`.trim());

async function register(caseReference: string, backFill: boolean): Promise<number> {
  const { out } = await told(['token', '--as', COUNCIL, '--scopes', 'interests:write']);
  const response = await fetch(`${stack.services['gateway']?.url}/v1/interests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${out.trim()}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ capacity: 'ctb-claimant', caseReference, person: asha.person },
      ...{ from: '2010-01-04', backFill },
    }),
  });
  return response.status;
}

/** Edits an agency's file in the copy of infra. */
function edit(agency: string, from: string, to: string): void {
  const file = path.join(infra, 'agencies', `${agency}.yaml`);
  const text = fs.readFileSync(file, 'utf8');
  expect(text).toContain(from);
  fs.writeFileSync(file, text.replace(from, to));
}

describe('a suspended agency', () => {
  let missed: string;

  test('is given nothing from then on, and may ask why', async () => {
    expect(await register(asha.council, false)).toBe(201);
    expect(await verdicts(await startWork())).toEqual(['trimmed']);
    const suspend = ['agencies', 'suspend', COUNCIL, '--reason', 'under investigation'];
    expect(await ask([...suspend, '--dry-run'])).toMatchObject({ status: 'not-sent' });
    expect(await ask(suspend)).toMatchObject({ action: 'suspended', changed: true });
    expect((await told(suspend)).out).toContain('it stood so before');
    const listed = (await told(['agencies', 'list'])).out;
    expect(listed).toMatch(/central-bedfordshire .* live +suspended/);

    missed = await startWork();
    const [refused] = await why(missed);
    expect(refused).toMatchObject({
      verdict: 'refused',
      reason: { code: 'agency-suspended' },
      interest: { caseReference: asha.council },
    });
    expect(refused?.fields?.given ?? []).toEqual([]);
    expect(refused?.release ?? null).toBeNull();
  });

  test('is told again once it is resumed, and what it missed by a case that asks for it', async () => {
    expect(await ask(['agencies', 'resume', COUNCIL, '--reason', 'cleared'])).toMatchObject({
      action: 'resumed',
      changed: true,
    });
    expect(await verdicts(await startWork())).toEqual(['trimmed']);
    expect(await verdicts(missed)).toEqual(['refused agency-suspended']);
    expect(await register(`${asha.council}-2`, true)).toBe(201);
    const filled = (await why(missed)).find(
      ({ interest }) => interest?.caseReference === `${asha.council}-2`,
    );
    // The second of three jobs: all that was told before, in its order.
    expect(filled).toMatchObject({ verdict: 'trimmed', release: { releaseSequence: 2 } });
    expect(await register(asha.council, true)).toBe(200);
    const again = (await why(missed)).filter(
      ({ interest }) => interest?.caseReference === asha.council,
    );
    // After the two that it was given as they were told.
    expect(again).toMatchObject([
      { verdict: 'refused' },
      { verdict: 'trimmed', release: { releaseSequence: 3 } },
    ]);
  });

  test('a reason that names a person is refused', async () => {
    const args = ['agencies', 'suspend', COUNCIL, '--reason', 'ask jo@example.org'];
    expect(await told(args)).toMatchObject({
      code: 1,
      err: expect.stringContaining('names-a-person'),
    });
  });
});

describe('apply', () => {
  test('shows the plan first, changes nothing in a dry run, and then counts for the next decision', async () => {
    edit(COUNCIL, 'state: live', 'state: suspended');
    const plan = await told(['agencies', 'apply', '--dry-run', '--infra', infra]);
    expect(plan.out).toMatch(/change +central-bedfordshire +state: live → suspended/);
    expect(plan.out).toContain('agencies apply');
    expect(await verdicts(await startWork())).toEqual(['trimmed', 'trimmed']);

    const applied = await told(['agencies', 'apply', '--infra', infra]);
    expect(applied.err).toMatch(/state: live → suspended/);
    expect(applied.out).toContain('in force: 1');
    expect(await verdicts(await startWork())).toEqual([
      'refused agency-suspended',
      'refused agency-suspended',
    ]);
    const doctor = await told(['doctor']);
    expect(doctor.out).toMatch(/✗ +agencies +central-bedfordshire: state: suspended → live/);

    expect(await ask(['agencies', 'apply'])).toMatchObject({
      applied: true,
      apply: [{ kind: 'change' }],
    });
    expect(await verdicts(await startWork())).toEqual(['trimmed', 'trimmed']);
    expect(await ask(['agencies', 'apply'])).toMatchObject({ apply: [], afterwards: [] });
  });

  test('says what else whoever joins needs, and tells them nothing before', async () => {
    const file = path.join(infra, 'agencies/stevenage.yaml');
    fs.copyFileSync(path.join(SHIPPED, 'agencies/luton.yaml'), file);
    edit('stevenage', 'id: luton', 'id: stevenage');
    edit(COUNCIL, 'state: suspended', 'state: live');
    const { out } = await told(['agencies', 'apply', '--infra', infra]);
    expect(out).toMatch(/in force: 1[\s\S]*1\. .*topics apply[\s\S]*2\. .*npm start/);
    expect(await ask(['agencies', 'show', 'stevenage'])).toMatchObject({
      state: 'live',
      standing: 'unknown',
      running: false,
    });
  });

  test('refuses bad files before anything is sent, naming every place', async () => {
    edit('jobcentre', 'gssCode: null', 'gssCode: E1');
    edit('luton', 'transports: [bus]', 'transports: [post]');
    const { code, err } = await told(['agencies', 'apply', '--infra', infra]);
    expect(code).toBe(78);
    expect(err).toMatch(/jobcentre\.yaml gssCode: .*luton\.yaml transports\[0\]: .*\nFix: /);
  });
});

test('rotate tells a new secret once, and both open until the overlap ends', async () => {
  const secret = (): string => {
    const { clients } = JSON.parse(fs.readFileSync(stack.stackFile, 'utf8')) as Stack;
    return clients.find(({ clientId }) => clientId === 'luton')?.clientSecret ?? '';
  };
  const opens = async (clientSecret: string): Promise<number> => {
    const response = await fetch(stack.auth.tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`luton:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'why:read' }),
    });
    return response.status;
  };
  const former = secret();
  const rotate = ['agencies', 'rotate', 'luton', '--overlap'];
  expect((await told([...rotate, '24h', '--dry-run'])).out).toContain('would give luton');
  expect(secret()).toBe(former);

  const { out, err } = await told([...rotate, '24h']);
  const newest = secret();
  expect(out.split(newest)).toHaveLength(2);
  expect(`${out}${err}`).not.toContain(former);
  expect([await opens(former), await opens(newest)]).toEqual([200, 200]);
  expect((await told(['token', '--as', 'luton'])).code).toBe(0);

  expect(await told([...rotate, '1h'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('rotation-under-way'),
  });
  const last = await ask<{ clientSecret: string }>([...rotate, '0s']);
  expect(await Promise.all([former, newest, last.clientSecret].map(opens))).toEqual([
    401, 401, 200,
  ]);
  expect(fs.statSync(stack.stackFile).mode & 0o077).toBe(0);
});

test('nobody but the operator reads or changes agencies', async () => {
  const { out } = await told(['token', '--as', 'luton']);
  for (const [method, at] of [
    ['GET', 'agencies'],
    ['PUT', 'agencies/luton'],
    ['POST', 'agencies/luton/suspend'],
  ] as const) {
    const response = await fetch(`${stack.services['gateway']?.url}/v1/${at}`, {
      method,
      headers: { authorization: `Bearer ${out.trim()}`, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: '{}' }),
    });
    expect([at, response.status]).toEqual([at, 403]);
  }
});
