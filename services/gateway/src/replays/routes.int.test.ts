import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { openReplaying, type Replaying } from '../../test/replaying.ts';

const COUNCIL = 'central-bedfordshire';
const asha = makePerson(1);
let gateway: TestGateway;
let http: HttpGateway;
let replaying: Replaying;

beforeAll(async () => {
  gateway = await openTestGateway();
  replaying = openReplaying(gateway);
  http = await openHttpGateway(gateway);
  await gateway.register({ person: asha });
  await replaying.tell(makeChange(asha, 1), makeChange(asha, 2));
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});

const ASK = ['replay:ask'];
const ask = (body: object, scopes = ASK) =>
  http.call('auditor', 'POST /v1/replays', { reason: 'a test', ...body }, scopes);
const REDELIVERY = { kind: 'redeliver', filter: { agency: COUNCIL } };

describe('/v1/replays', () => {
  test('previews without keeping anything', async () => {
    const preview = await http.call(
      'auditor',
      'POST /v1/replays/preview',
      { ...REDELIVERY, reason: 'a test' },
      ASK,
    );
    expect(preview).toEqual({
      status: 200,
      body: { records: 2, releases: 2, agencies: [COUNCIL], estimatedSeconds: 1 },
    });
    expect((await http.call('auditor', 'GET /v1/replays', undefined, ASK)).body.items).toEqual([]);
  });

  test('what writes waits for somebody else with another scope', async () => {
    const { status, body } = await ask(REDELIVERY);
    expect([status, body.state, body.askedBy]).toEqual([202, 'asked', 'auditor']);
    const approve = (as: string, scopes: readonly string[]) =>
      http.call(as, `POST /v1/replays/${body.replayId}/approval`, undefined, scopes);
    expect(await approve('operator', ASK)).toMatchObject({ status: 403 });
    expect(await approve('auditor', ['replay:approve'])).toMatchObject({
      status: 403,
      body: { code: 'replay-own' },
    });
    expect(await approve('operator', ['replay:approve'])).toMatchObject({
      status: 200,
      body: { state: 'running', approvedBy: 'operator' },
    });
    expect(await approve('operator', ['replay:approve'])).toMatchObject({
      status: 409,
      body: { code: 'replay-not-waiting' },
    });
  });

  test('is one, however often it is asked for under its id; another is not asked for under it', async () => {
    const replayId = '7d0c8b0e-52fd-4d1b-9a2f-1f0f4b9d6a11';
    const asked = { ...REDELIVERY, replayId };
    const answers = await Promise.all([ask(asked), ask(asked), ask(asked)]);
    expect(answers.map(({ status, body }) => [status, body.replayId])).toEqual(
      answers.map(() => [202, replayId]),
    );
    const { body } = await http.call('auditor', 'GET /v1/replays', undefined, ASK);
    expect(
      body.items.filter((one: { replayId: string }) => one.replayId === replayId),
    ).toHaveLength(1);
    const { actions } = await gateway.said();
    expect(actions.filter(({ target }) => target.includes(replayId))).toHaveLength(1);
    const used = { status: 409, body: { code: 'replay-id-used' } };
    expect(await ask({ ...asked, filter: { agency: 'luton' } })).toMatchObject(used);
    expect(await ask({ ...asked, reason: 'another one' })).toMatchObject(used);
    const other = http.call('operator', 'POST /v1/replays', { reason: 'a test', ...asked }, ASK);
    expect(await other).toMatchObject(used);
    expect(await ask({ ...asked, replayId: 'mine' })).toMatchObject({ status: 422 });
  });

  test('a second person approves, though both came through one client, and is named', async () => {
    const person = (subject: string) => ({ agency: 'auditor', clientId: 'told-console', subject });
    const both = ['replay:ask', 'replay:approve'];
    const { body } = await http.call(
      person('amira-auditor'),
      'POST /v1/replays',
      { reason: 'a test', ...REDELIVERY },
      both,
    );
    expect(body.askedBy).toBe('amira-auditor');
    const approve = (subject: string, clientId: string) =>
      http.call(
        { ...person(subject), clientId },
        `POST /v1/replays/${body.replayId}/approval`,
        undefined,
        both,
      );
    // Another client makes no other person of her.
    for (const clientId of ['told-console', 'another-console']) {
      expect(await approve('amira-auditor', clientId)).toMatchObject({
        ...{ status: 403, body: { code: 'replay-own' } },
      });
    }
    expect(await approve('ben-auditor', 'told-console')).toMatchObject({
      ...{ status: 200, body: { state: 'running', approvedBy: 'ben-auditor' } },
    });
  });

  test('what writes nothing runs at once, and shows its report', async () => {
    const { body } = await ask({ kind: 're-decide', asOf: 'then', filter: {} });
    await replaying.run(await replaying.read(body));
    const shown = await http.call('auditor', `GET /v1/replays/${body.replayId}`, undefined, ASK);
    expect(shown.body).toMatchObject({
      ...{ state: 'done', counts: { equal: 2 }, done: 2, total: 2, failure: null },
    });
    const path = `GET /v1/replays/${body.replayId}/differences` as const;
    expect((await http.call('auditor', path, undefined, ASK)).body).toEqual({
      ...{ items: [], next: null },
    });
  });

  const refused: readonly (readonly [string, object, number, string])[] = [
    [
      'an agency that nobody knows',
      { ...REDELIVERY, filter: { agency: 'nobody' } },
      403,
      'unknown-agency',
    ],
    ['a redelivery to everybody', { ...REDELIVERY, filter: {} }, 422, 'invalid-request'],
    [
      'a case without its agency',
      { kind: 're-decide', asOf: 'then', filter: { caseReference: 'A' } },
      422,
      'invalid-request',
    ],
    [
      'an offset without its partition',
      { kind: 're-decide', asOf: 'then', filter: { fromOffset: 1 } },
      422,
      'invalid-request',
    ],
    ['deciding again as of never', { kind: 're-decide', filter: {} }, 422, 'invalid-request'],
    ['a comparison of nothing', { kind: 'compare-agreements', filter: {} }, 422, 'invalid-request'],
    [
      'a set that nobody decided by',
      {
        kind: 'compare-agreements',
        filter: {},
        sets: [{ hash: 'a'.repeat(64) }, { hash: 'b'.repeat(64) }],
      },
      422,
      'invalid-request',
    ],
    [
      'a file that breaks its format',
      {
        ...{ kind: 'compare-agreements', filter: {} },
        sets: [
          { hash: 'a'.repeat(64) },
          { set: '2010', files: [{ name: 'a.yaml', text: 'id: 1' }] },
        ],
      },
      422,
      'invalid-request',
    ],
    [
      'a reason that names a person',
      { ...REDELIVERY, reason: 'QQ123456C asked' },
      422,
      'names-a-person',
    ],
  ];
  test.each(refused)('refuses %s', async (_, body, status, code) => {
    expect(await ask(body)).toMatchObject({ status, body: { code } });
  });

  test('knows no replay but its own', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    for (const request of [`GET /v1/replays/${id}`, `GET /v1/replays/${id}/differences`] as const) {
      expect(await http.call('auditor', request, undefined, ASK)).toMatchObject({
        ...{ status: 404, body: { code: 'replay-unknown' } },
      });
    }
  });

  test('shows neither person nor value', async () => {
    const { body } = await http.call('auditor', 'GET /v1/replays', undefined, ASK);
    expect(JSON.stringify(body)).not.toMatch(
      new RegExp(`${subjectKeyOf(asha)}|Sample|(?<![\\da-f-])9280(?![\\da-f-])`),
    );
  });
});
