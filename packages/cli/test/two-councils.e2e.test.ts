import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changeIdOf } from '@told/identity';
import { openDatabase } from '@told/service';
import { type Stack, startStack } from '@told/stack';
import { describeNewJob, describeStoryCases, listStoryCases } from '../src/demo/story-people.ts';
import { runTold } from './run-told.ts';

const PATIENCE_MS = 120_000;
const TODAY = '2010-04-05';
const CENTRAL = 'central-bedfordshire';
const CENTRAL_OFFICE = 'council-tax-central-bedfordshire';
const LUTON_OFFICE = 'council-tax-luton';
/** In Luton's area, by the register of properties. */
const NEW_HOME = '999900077001';
const { asha } = listStoryCases(1);
const cases = describeStoryCases(asha);
const LUTON_CASE = 'LTN-1';

let dir: string;
let stack: Stack;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-councils-test-'));
  fs.chmodSync(dir, 0o755);
  stack = await startStack({ dir, fsync: false, logLevel: 'warn' });
  await open(CENTRAL, CENTRAL_OFFICE, cases.council);
  await open('jobcentre', 'jobcentre', cases.jobcentre);
  await register(CENTRAL, 'ctb-claimant', asha.council, '2010-01-04');
  await register('jobcentre', 'jsa-claimant', asha.jobcentre, '2010-01-04');
  const property = { uprn: NEW_HOME, authority: 'E06000032' };
  await send(CENTRAL, CENTRAL_OFFICE, '/v1/properties/bulk', property);
});

afterAll(async () => {
  await stack?.stop();
  fs.rmSync(dir, { recursive: true });
});

const tokenOf = async (agency: string): Promise<string> =>
  (await runTold(['token', '--as', agency], { profile: stack.stackFile })).out.trim();

async function send(
  agency: string,
  service: string,
  route: string,
  body: object,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/x-ndjson' },
): Promise<string> {
  const response = await fetch(`${stack.services[service]?.url}${route}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOf(agency)}`, ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  expect([response.status < 300, answer]).toEqual([true, expect.not.stringContaining('refused')]);
  return answer;
}

const open = (agency: string, service: string, opening: object) =>
  send(agency, service, '/v1/cases/bulk', opening);

const register = (agency: string, capacity: string, caseReference: string, from: string) => {
  const body = { capacity, caseReference, person: asha.person, from };
  return send(agency, 'gateway', '/v1/interests', body, { 'content-type': 'application/json' });
};

/** An officer records a change; gives its id. */
async function record(
  agency: string,
  service: string,
  reference: string,
  key: string,
  change: object,
) {
  await send(agency, service, `/v1/cases/${reference}/changes`, change, {
    'content-type': 'application/json',
    'idempotency-key': key,
  });
  return changeIdOf(agency, key);
}

async function told<T>(...args: readonly string[]): Promise<T> {
  const { code, err, document } = await runTold([...args, '--json'], { profile: stack.stackFile });
  expect([code, err]).toEqual([0, '']);
  return document<T>();
}

interface Shown {
  readonly award: {
    readonly ranges: readonly { readonly from: string; readonly weeklyPence: number }[];
  };
  readonly history: readonly {
    readonly changeId: string;
    readonly kind: string;
    readonly reason: string;
  }[];
}

async function eventually<T>(read: () => Promise<T>, isEnough: (value: T) => boolean): Promise<T> {
  for (const untilMs = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const value = await read();
    if (isEnough(value)) return value;
    if (Date.now() > untilMs) throw new Error(`still: ${JSON.stringify(value)}`);
  }
}

const showOnce = (agency: string, reference: string, changeId: string): Promise<Shown> =>
  eventually(
    () => told<Shown>('cases', 'show', reference, '--agency', agency),
    ({ history }) => history.some((entry) => entry.changeId === changeId),
  );

/** Agencies → the verdict that the gateway recorded about a change. */
async function verdictsOn(changeId: string): Promise<Readonly<Record<string, string>>> {
  const db = openDatabase({ url: stack.databases['gateway'] ?? '', max: 1, name: 'councils-test' });
  const read = async () => {
    const text = `SELECT agency, verdict FROM decision_recipient WHERE change_id = $1`;
    const { rows } = await db.query<{ agency: string; verdict: string }>(
      { name: 'councils_verdicts', text },
      [changeId],
    );
    return Object.fromEntries(rows.map(({ agency, verdict }) => [agency, verdict]));
  };
  const verdicts = await eventually(read, (found) => Object.keys(found).length > 0);
  await db.close();
  return verdicts;
}

/** How many releases of a change an office has received. */
async function receivedBy(service: string, changeId: string): Promise<number> {
  const db = openDatabase({ url: stack.databases[service] ?? '', max: 1, name: 'councils-test' });
  const text = 'SELECT FROM received_release WHERE change_id = $1';
  const { rows } = await db.query({ name: 'councils_received', text }, [changeId]);
  await db.close();
  return rows.length;
}

const dates = {
  changeType: 'created',
  notifiedOn: TODAY,
  receivedOn: TODAY,
  evidence: { level: 'seen' },
};

describe('two billing authorities', () => {
  let move: string;

  test('both run, each with its own database, and doctor finds them well', async () => {
    expect(Object.keys(stack.databases)).toEqual(
      expect.arrayContaining([CENTRAL_OFFICE, LUTON_OFFICE]),
    );
    const findings = await told<{ readonly findings: readonly { part: string; ok: boolean }[] }>(
      'doctor',
    );
    const ofLuton = findings.findings.filter(({ part }) => part.startsWith(LUTON_OFFICE));
    expect(ofLuton.length).toBeGreaterThan(1);
    expect(ofLuton.filter(({ ok }) => !ok)).toEqual([]);
  });

  test('a move across the boundary ends the one claim, and the other council hears nothing', async () => {
    move = await record('jobcentre', 'jobcentre', asha.jobcentre, 'move', {
      ...{ ...dates, fact: 'address', occurredOn: '2010-04-21' },
      address: {
        ...{
          role: 'moved-in',
          toUprn: NEW_HOME,
          movedOutOn: '2010-04-21',
          movedInOn: '2010-04-21',
        },
      },
    });
    const { award, history } = await showOnce(CENTRAL, asha.council, move);
    expect(history).toMatchObject([{ kind: 'applied', effectiveOn: '2010-04-21' }]);
    expect(award.ranges).toContainEqual(
      expect.objectContaining({ from: '2010-04-21', weeklyPence: 0 }),
    );
    expect(award.ranges.at(-1)).toMatchObject({ weeklyPence: 0 });
    expect(await verdictsOn(move)).toEqual({ [CENTRAL]: 'release', jobcentre: 'own' });
    expect(await receivedBy(LUTON_OFFICE, move)).toBe(0);
  });

  test('the other council hears once it has a case and an interest', async () => {
    const { council } = cases;
    await open('luton', LUTON_OFFICE, {
      ...council,
      ...{ caseReference: LUTON_CASE, uprn: NEW_HOME, from: '2010-04-26', passport: null },
    });
    await register('luton', 'ctb-claimant', LUTON_CASE, '2010-04-21');
    const job = await record(
      'jobcentre',
      'jobcentre',
      asha.jobcentre,
      'job',
      describeNewJob('2010-05-12', TODAY),
    );
    expect(await verdictsOn(job)).toMatchObject({ luton: 'trimmed', jobcentre: 'own' });
    const { award } = await showOnce('luton', LUTON_CASE, job);
    expect(award.ranges.at(-1)).toMatchObject({ from: '2010-05-17', weeklyPence: 1353 });
    const { history } = await showOnce(CENTRAL, asha.council, job);
    expect(history.at(-1)?.kind).toBe('no-change');
  });

  test('what a council’s officer records goes to others, and never back to the same case', async () => {
    // Luton was not given the employer of her other job: two that cannot be told apart would be a question.
    const job = describeNewJob('2010-06-02', TODAY) as { readonly income: object };
    const change = { ...job, income: { ...job.income, employer: null } };
    const changeId = await record('luton', LUTON_OFFICE, LUTON_CASE, 'council-job', change);
    expect(await verdictsOn(changeId)).toMatchObject({ luton: 'own' });
    await showOnce('jobcentre', asha.jobcentre, changeId);
    expect(await receivedBy('jobcentre', changeId)).toBe(1);
    expect(await receivedBy(LUTON_OFFICE, changeId)).toBe(0);
  });

  test('a task is listed, decided from the command line, and the bus hears the second answer', async () => {
    const changeId = changeIdOf('jobcentre', 'unused');
    const unused = {
      ...describeNewJob('2010-05-19', TODAY),
      person: asha.person,
      caseReference: asha.jobcentre,
    };
    await send('jobcentre', 'intake', '/v1/changes', unused, {
      'content-type': 'application/json',
      'idempotency-key': 'unused',
    });
    await showOnce('luton', LUTON_CASE, changeId);
    const listed = await told<{ offices: readonly { items: readonly object[] }[] }>(
      ...['cases', 'tasks', '--agency', 'luton'],
    );
    expect(listed.offices).toMatchObject([
      { agency: 'luton', items: [{ changeId, caseReference: LUTON_CASE, reason: 'r2(3)(c)' }] },
    ]);
    const decision = [
      'cases',
      'decide',
      LUTON_CASE,
      changeId,
      '--use',
      '--reason',
      'Payslip seen.',
    ];
    expect(await told(...decision)).toMatchObject({ agency: 'luton', decision: 'use' });
    const why = await eventually(
      () =>
        told<{ recipients: readonly { outcomes?: readonly object[] }[] }>('why', changeId, 'luton'),
      ({ recipients }) => recipients[0]?.outcomes?.length === 2,
    );
    expect(why.recipients[0]?.outcomes).toMatchObject([
      { kind: 'to-verify' },
      { reason: expect.stringContaining('officer-decided:use') },
    ]);
    const after = await told<{ offices: readonly object[] }>('cases', 'tasks', '--as', 'luton');
    expect(after.offices).toEqual([{ agency: 'luton', items: [], next: null }]);
  });

  test('an office’s tables are what its entries make; a row that is not is named, mended in place, and gone', async () => {
    const run = (...args: readonly string[]) =>
      runTold(['offices', 'rebuild', '--agency', ...args], { profile: stack.stackFile });
    const preview = await run('luton', '--preview', '--json');
    expect(preview.document()).toMatchObject({ agency: 'luton', cases: 1, entriesTaken: 0 });
    const { code, out, err } = await run('jobcentre');
    expect([code, err, out]).toEqual([0, '', expect.stringContaining('every row is what its')]);
    const db = openDatabase({ url: stack.databases[LUTON_OFFICE] ?? '', name: 'test', max: 1 });
    const tamper = { name: 'test_tamper', text: 'UPDATE award SET revision = revision + 1' };
    await db.query(tamper);
    const report = path.join(dir, 'report.json');
    const damaged = await run('luton', '--report', report);
    expect([damaged.code, damaged.err]).toEqual([4, expect.stringContaining('luton: there are')]);
    expect(damaged.out).toMatch(/^award +different +LTN-1 +revision$/m);
    expect(JSON.parse(fs.readFileSync(report, 'utf8'))).toMatchObject({ isEqual: false });
    await db.query({ name: 'test_mend', text: 'UPDATE award SET revision = revision - 1' });
    await db.close();
    expect((await run('luton', '--json')).document()).toMatchObject({ isEqual: true, runs: 1 });
    expect(await run('nobody')).toMatchObject({ code: 2 });
  });
});
