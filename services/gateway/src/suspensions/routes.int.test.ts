import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';

let gateway: TestGateway;
let http: HttpGateway;
beforeAll(async () => {
  gateway = await openTestGateway();
  http = await openHttpGateway(gateway);
  await gateway.register({ person });
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});

const person = makePerson(1);
const AGREEMENT = 'dwp-to-council-ctb';
const post = (path: string, reason = 'under investigation', scopes = ['operations:write']) =>
  http.call('operator', `POST /v1/${path}`, { reason }, scopes);
let sequence = 0;
async function decide() {
  sequence += 1;
  await gateway.emptyOutbox();
  await gateway.decide(makeChange(person, sequence));
  const [decision] = (await gateway.said()).decisions;
  const [first] = decision?.recipients ?? [];
  const { verdict, reason } = first ?? {};
  return { verdict, reason, version: decision?.suspensionVersion };
}

describe('suspending at once', () => {
  test('an agreement gives nothing from its version on, and gives again once it is resumed', async () => {
    expect((await decide()).verdict).toBe('trimmed');
    const { body } = await post(`agreements/${AGREEMENT}/suspend`);
    expect(body).toMatchObject({ id: AGREEMENT, action: 'suspended', changed: true });
    expect(await decide()).toEqual({
      ...{ verdict: 'refused', reason: 'agreement-suspended', version: body.version },
    });
    const shown = await http.call('luton', 'GET /v1/agreements');
    const standings = shown.body.agreements
      .filter((one: { id: string }) => one.id === AGREEMENT)
      .map((one: { standing: string }) => one.standing);
    expect(standings).toContain('suspended');
    expect(standings).not.toContain('in-force');
    expect((await post(`agreements/${AGREEMENT}/suspend`, 'again')).body).toMatchObject({
      ...{ version: body.version, reason: 'under investigation', changed: false },
    });
    expect((await post(`agreements/${AGREEMENT}/resume`)).body.changed).toBe(true);
    expect((await decide()).verdict).toBe('trimmed');
  });

  test('an agency is given nothing, and says so', async () => {
    await post('agencies/central-bedfordshire/suspend');
    expect(await decide()).toMatchObject({ verdict: 'refused', reason: 'agency-suspended' });
    await post('agencies/central-bedfordshire/resume');
    expect((await decide()).verdict).toBe('trimmed');
  });

  test('each that changes something is told as an action, once', async () => {
    await gateway.emptyOutbox();
    await post(`agreements/${AGREEMENT}/suspend`);
    await post(`agreements/${AGREEMENT}/suspend`, 'again');
    await post('agencies/luton/suspend', 'their key leaked');
    const by = { actor: 'operator', records: null };
    expect((await gateway.said()).actions).toMatchObject([
      { action: 'agreement-suspended', target: AGREEMENT, reason: 'under investigation', ...by },
      { action: 'agency-suspended', target: 'luton', reason: 'their key leaked', ...by },
    ]);
    await gateway.emptyOutbox();
    await post(`agreements/${AGREEMENT}/resume`);
    await post('agencies/luton/resume');
    expect((await gateway.said()).actions.map(({ action }) => action)).toEqual([
      ...['agreement-resumed', 'agency-resumed'],
    ]);
  });

  test('what was never suspended is resumed already', async () => {
    expect(await post('agencies/jobcentre/resume')).toEqual({
      status: 200,
      body: { target: 'agency', id: 'jobcentre', action: 'resumed', version: 0, changed: false },
    });
  });

  test.each<[string, string, string, number, string]>([
    [
      'an agreement that is not loaded',
      'agreements/none-such/suspend',
      'x',
      404,
      'agreement-unknown',
    ],
    ['an agency that is none', 'agencies/nobody/suspend', 'x', 403, 'unknown-agency'],
    ['no reason', `agreements/${AGREEMENT}/suspend`, '', 422, 'invalid-request'],
    ['a long reason', `agreements/${AGREEMENT}/suspend`, 'x'.repeat(201), 422, 'invalid-request'],
    ['a number', `agreements/${AGREEMENT}/suspend`, 'see QQ 12 34 56 C', 422, 'names-a-person'],
    ['an e-mail address', 'agencies/luton/suspend', 'ask a@b.example', 422, 'names-a-person'],
  ])('refuses %s', async (_, path, reason, status, code) => {
    const answer = await post(path, reason);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).not.toContain('QQ');
  });

  test('needs the scope, and the operator sees every one', async () => {
    const denied = await post(`agreements/${AGREEMENT}/suspend`, 'x', ['operations:read']);
    expect(denied.status).toBe(403);
    const list = await http.call('operator', 'GET /v1/suspensions', undefined, ['operations:read']);
    expect(list.body.items.map((one: { action: string }) => one.action)).toEqual([
      ...['resumed', 'resumed', 'suspended', 'suspended'],
      ...['resumed', 'suspended', 'resumed', 'suspended'],
    ]);
  });
});
