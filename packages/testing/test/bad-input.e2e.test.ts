import fs from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Statement } from '@told/service';
import { waitUntilQuiet, withDatabase } from '../src/index.ts';
import { COUNCIL, type RunningArea, startArea, TIMEOUT_MS } from '../src/trials/start-area.ts';
import { BAD_CHANGES, GOOD_CHANGE } from './bad-changes.ts';
import { type Answer, expectProblem, TRACEPARENT } from './expect-problem.ts';
import { describeMarkedData } from './marked/check-marked.ts';
import { type ForgedToken, signToken } from './sign-token.ts';

const STORED: Statement = {
  name: 'stored',
  text: `SELECT (SELECT count(*) FROM accepted_change) AS changes, (SELECT count(*) FROM subject) AS subjects,
    (SELECT count(*) FROM known_case) AS cases, (SELECT count(*) FROM outbox) AS waiting`,
};

let running: RunningArea;
let before: object | undefined;

beforeAll(async () => {
  running = await startArea();
}, TIMEOUT_MS);

afterAll(() => running?.stop(), TIMEOUT_MS);

const countStored = (): Promise<object | undefined> =>
  withDatabase(running.area, 'intake', async (db) => (await db.query(STORED)).rows[0]);

async function ask(
  address: string,
  options: { body?: string | Buffer; headers?: Readonly<Record<string, string | null>> } = {},
): Promise<Answer> {
  const wanted: Record<string, string | null> = {
    authorization: `Bearer ${await running.area.tokenOf('jobcentre')}`,
    traceparent: TRACEPARENT,
    connection: 'close',
    ...(options.body === undefined
      ? {}
      : { 'content-type': 'application/json', 'idempotency-key': 'bad-input' }),
    ...options.headers,
  };
  const headers = Object.fromEntries(
    Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== null),
  );
  const { body } = options;
  const sent =
    body === undefined ? {} : { method: 'POST', body: new Uint8Array(Buffer.from(body)) };
  const response = await fetch(address, { headers, ...sent });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

const tell = (body: string | Buffer, headers: Readonly<Record<string, string | null>> = {}) =>
  ask(`${running.area.urlOf('intake')}/v1/changes`, { body, headers });

describe('intake refuses, and stores nothing of', () => {
  beforeEach(async () => {
    before = await countStored();
  });

  afterEach(async () => {
    expect(await countStored()).toEqual(before);
  });

  test.each(BAD_CHANGES)('$name: $code', async ({ body, headers, secret, ...expected }) => {
    expectProblem(await tell(body, headers), expected);
    if (secret !== undefined) {
      const answer = await tell(body, headers);
      expect(answer.text).not.toContain(secret);
      expect(JSON.stringify([...answer.headers])).not.toContain(secret);
    }
  });

  test.each<[string, ForgedToken]>([
    ['an expired token', { expiresIn: -60 }],
    ['a token for another audience', { audience: 'elsewhere' }],
    ['a token that nobody signed', { algorithm: 'none' }],
    ['a token that somebody else signed', { ownKey: true }],
    ['a token without a usable agency', { agency: '../luton' }],
  ])('%s: unauthorized', async (_name, forged) => {
    const token = signToken(running.stack, forged);
    const answer = await tell(JSON.stringify(GOOD_CHANGE), bearing(token));
    expectProblem(answer, { status: 401, code: 'unauthorized' });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(answer.text).not.toContain(token);
  });

  test.each([
    ['no token', null],
    ['a garbage token', 'Bearer marked.garbage.token'],
    ['another scheme', 'Basic bWFya2VkOm1hcmtlZA=='],
  ])('%s: unauthorized', async (_name, authorization) => {
    const answer = await tell(JSON.stringify(GOOD_CHANGE), { authorization });
    expectProblem(answer, { status: 401, code: 'unauthorized' });
    expect(answer.text).not.toMatch(/marked|bWFya2Vk/);
  });

  test('an agency that this deployment does not know, though its token is good: unknown-agency', async () => {
    const token = signToken(running.stack, { agency: 'post-office' });
    const answer = await tell(JSON.stringify(GOOD_CHANGE), bearing(token));
    expectProblem(answer, { status: 403, code: 'unknown-agency' });
  });

  test('a client without the scope: forbidden', async () => {
    const token = await running.area.tokenOf('auditor');
    const answer = await tell(JSON.stringify(GOOD_CHANGE), bearing(token));
    expectProblem(answer, { status: 403, code: 'forbidden' });
  });
});

describe('one agency cannot act for another', () => {
  let changeId: string;

  beforeAll(async () => {
    const answer = await tell(JSON.stringify(GOOD_CHANGE), { 'idempotency-key': 'good' });
    expect(answer.status).toBe(202);
    ({ changeId } = JSON.parse(answer.text) as { changeId: string });
    before = await countStored();
  });

  test('nor use its own key for two changes', async () => {
    const other = JSON.stringify({ ...GOOD_CHANGE, income: { who: 'claimant', kind: 'other' } });
    const answer = await tell(other, { 'idempotency-key': 'good' });
    expectProblem(answer, { status: 422, code: 'idempotency-key-reused' });
    const again = await tell(JSON.stringify(GOOD_CHANGE), { 'idempotency-key': 'good' });
    expect(JSON.parse(again.text)).toMatchObject({ changeId, status: 'duplicate' });
  });

  test('in its office', async () => {
    const office = running.area.urlOf(`council-tax-${COUNCIL}`);
    for (const path of ['/v1/cases', '/v1/cases/CTB-000001']) {
      expectProblem(await ask(`${office}${path}`), { status: 403, code: 'wrong-agency' });
    }
    const { person, caseReference, ...change } = GOOD_CHANGE;
    const answer = await ask(`${office}/v1/cases/CTB-000001/changes`, {
      body: JSON.stringify(change),
    });
    expectProblem(answer, { status: 403, code: 'wrong-agency' });
    expect(answer.text).not.toContain('CTB-000001');
  });

  test('nor see its change, which is answered like one that does not exist', async () => {
    const luton = bearing(await running.area.tokenOf('luton'));
    const address = `${running.area.urlOf('intake')}/v1/changes`;
    const missing = changeId.replace(/^.{8}/, '00000000');
    for (const id of [changeId, missing]) {
      const answer = await ask(`${address}/${id}`, { headers: luton });
      expectProblem(answer, { status: 404, code: 'change-unknown' });
    }
    expect((await ask(`${address}/${changeId}`)).status).toBe(200);
  });

  test('nor correct its change', async () => {
    const correction = { ...GOOD_CHANGE, changeType: 'corrected', previousChangeId: changeId };
    const answer = await tell(JSON.stringify(correction), {
      ...bearing(await running.area.tokenOf('luton')),
    });
    expectProblem(answer, { status: 409, code: 'predecessor-unknown' });
  });

  test('and of all the refused nothing is stored, on its way or in a log', async () => {
    await waitUntilQuiet({ area: running.area });
    expect(await countStored()).toEqual({ ...before, waiting: 0 });
    const log = fs.readFileSync(running.stack.service('intake').log, 'utf8');
    for (const { secret } of BAD_CHANGES)
      if (secret !== undefined) expect(log).not.toContain(secret);
  });
});

describeMarkedData(() => running);
