import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openIncidentRig } from '../../test/incident-rig.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
const asha = makePerson(1);
const RUN = ['incidents:run'];
const READ = ['audit:read'];
const NOBODYS = '00000000-0000-4000-8000-000000000000';
let gateway: TestGateway;
let http: HttpGateway;

beforeAll(async () => {
  gateway = await openTestGateway();
  http = await openHttpGateway(gateway);
  await gateway.register({ person: asha, caseReference: 'CTB-9' });
  await gateway.decide(makeChange(asha, 1), makeChange(asha, 2), makeChange(asha, 3));
  await gateway.emptyOutbox();
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});

const open = (body: object, scopes: readonly string[] = RUN, as = 'auditor') =>
  http.call(as, 'POST /v1/incidents', { reason: 'a test', ...body }, scopes);
const read = (path: string, scopes: readonly string[] = READ) =>
  http.call('auditor', `GET /v1/incidents${path}`, undefined, scopes);
const step = (id: string, verb: string, body?: object) =>
  http.call('operator', `POST /v1/incidents/${id}/${verb}`, body, RUN);
const RANGE = { releases: { agency: COUNCIL, caseReference: 'CTB-9', fromSequence: 2 } };

describe('/v1/incidents', () => {
  test('previews without keeping anything', async () => {
    const before = (await read('')).body.items.length;
    const preview = await http.call(
      'auditor',
      'POST /v1/incidents/preview',
      { reason: 'a test', ...RANGE },
      RUN,
    );
    expect(preview).toMatchObject({ status: 200, body: { disclosures: 2, persons: 1, cases: 1 } });
    expect((await read('')).body.items).toHaveLength(before);
  });

  test('is opened, stopped, told and closed, and shows each step', async () => {
    const { status, body } = await open({ ...RANGE, awareAt: '2010-05-13T08:00:00Z' });
    expect([status, body.state]).toEqual([201, 'opened']);
    expect(body).toMatchObject({
      ...{ deadline: '2010-05-16T08:00:00.000Z', isOverdue: false, openedBy: 'auditor' },
      target: { kind: 'releases', agency: COUNCIL, fromSequence: 2, toSequence: null, since: null },
    });
    const id = body.incidentId;
    expect((await step(id, 'tell')).body.code).toBe('incident-not-stopped');
    expect(await step(id, 'stop')).toMatchObject({ status: 202, body: { state: 'stopping' } });
    const rig = openIncidentRig(gateway);
    await rig.run(await rig.read(body));
    expect((await step(id, 'stop')).body).toMatchObject({
      state: 'stopped',
      stoppedBy: 'operator',
    });
    expect((await step(id, 'close', { reason: 'done' })).body.code).toBe('incident-not-told');
    expect(await step(id, 'tell')).toMatchObject({ status: 202, body: { state: 'telling' } });
    await rig.run(await rig.read(body));
    expect((await step(id, 'tell')).body).toMatchObject({ state: 'told', followed: 2 });
    const csv = await http.text('auditor', `GET /v1/incidents/${id}/report?format=csv`, READ);
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'agency,disclosures,voided,told,untold,answered,silent,silentSince,lastAnsweredAt,isOverdue,isReachable',
      `${COUNCIL},2,0,2,0,0,2,2010-05-13T10:00:00.000Z,,false,true`,
    ]);
    expect((await step(id, 'close', { reason: 'done' })).body).toMatchObject({
      ...{ state: 'closed', closedBy: 'operator', closingReason: 'done' },
    });
    expect((await read(`/${id}/report`)).body).toMatchObject({ state: 'closed', silent: 2 });
    expect((await read('?open=true')).body.items).not.toContainEqual(
      expect.objectContaining({ incidentId: id }),
    );
    expect((await read(`/${id}`)).body.state).toBe('closed');
  });

  test('lists what it is about by release, page after page, without case, person or value', async () => {
    const { body } = await open({ releases: { agency: COUNCIL, since: '2010-01-01T00:00:00Z' } });
    const first = await read(`/${body.incidentId}/disclosures`);
    expect(first.body.items).toHaveLength(3);
    const [one] = first.body.items;
    expect(one).toMatchObject({
      agency: COUNCIL,
      releaseSequence: 1,
      state: 'given',
      answer: null,
    });
    const rest = await read(`/${body.incidentId}/disclosures?after=${one.releaseId}`);
    expect(rest.body.items.map((item: typeof one) => item.releaseSequence)).toEqual([2, 3]);
    const shown = JSON.stringify([first.body, (await read('')).body, body]);
    expect(shown).not.toMatch(
      new RegExp(`${subjectKeyOf(asha)}|CTB-9|Sample|(?<![\\da-f-])9280(?![\\da-f-])`),
    );
    const foreign = await read(`/${body.incidentId}/disclosures?after=${NOBODYS}`);
    expect(foreign).toMatchObject({ status: 422, body: { errors: [{ pointer: '/query/after' }] } });
  });

  const refused: readonly (readonly [string, object, number, string, string | null])[] = [
    ['nothing named', {}, 422, 'shape', ''],
    ['two things named', { ...RANGE, interestId: NOBODYS }, 422, 'shape', ''],
    ['an interest that nobody has', { interestId: NOBODYS }, 404, 'interest-unknown', null],
    [
      'an agreement that nobody knows',
      { agreement: 'no-such-thing' },
      404,
      'agreement-unknown',
      null,
    ],
    [
      'a version that nobody knows',
      { agreement: 'dwp-to-council-ctb', agreementVersion: 99 },
      404,
      'agreement-unknown',
      null,
    ],
    [
      'a version of nothing',
      { ...RANGE, agreementVersion: 1 },
      422,
      'invalid-request',
      '/agreementVersion',
    ],
    [
      'an agency that nobody knows',
      { releases: { agency: 'nobody', fromSequence: 1 } },
      403,
      'unknown-agency',
      null,
    ],
    [
      'all that an agency was ever given',
      { releases: { agency: COUNCIL } },
      422,
      'invalid-request',
      '/releases',
    ],
    [
      'a sequence without its case',
      { releases: { agency: COUNCIL, fromSequence: 1 } },
      422,
      'invalid-request',
      '/releases/caseReference',
    ],
    [
      'a range that ends before it begins',
      { releases: { agency: COUNCIL, caseReference: 'A', fromSequence: 2, toSequence: 1 } },
      422,
      'invalid-request',
      '/releases/toSequence',
    ],
    [
      'times the wrong way round',
      {
        releases: { agency: COUNCIL, since: '2010-05-02T00:00:00Z', until: '2010-05-01T00:00:00Z' },
      },
      422,
      'invalid-request',
      '/releases/since',
    ],
    [
      'what is yet to be released',
      { releases: { agency: COUNCIL, until: '2030-01-01T00:00:00Z' } },
      422,
      'invalid-request',
      '/releases/until',
    ],
    [
      'what will be known tomorrow',
      { ...RANGE, awareAt: '2010-05-14T00:00:00Z' },
      422,
      'invalid-request',
      '/awareAt',
    ],
    [
      'a reason that names a person',
      { ...RANGE, reason: 'QQ123456C asked' },
      422,
      'names-a-person',
      '/reason',
    ],
    ['an empty reason', { ...RANGE, reason: '' }, 422, 'too-short', '/reason'],
    ['an unknown field', { ...RANGE, everything: true }, 422, 'unknown-field', '/everything'],
    ['an id that is none', { interestId: "' OR 1=1" }, 422, 'uuid', '/interestId'],
    [
      'a sequence beyond all',
      { releases: { ...RANGE.releases, fromSequence: 1e300 } },
      422,
      'too-large',
      '/releases/fromSequence',
    ],
  ];
  test.each(refused)('refuses %s', async (_, asked, status, code, pointer) => {
    const { status: answered, body } = await open(asked);
    expect(answered).toBe(status);
    const codes = [body.code, ...(body.errors ?? []).map((one: { code: string }) => one.code)];
    expect(codes).toContain(code);
    if (pointer !== null)
      expect(body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
  });

  test('is written by who may run incidents, and read by auditors: no agency’s token does either', async () => {
    const { body } = await open(RANGE);
    const id = body.incidentId;
    const agency = ['interests:write', 'interests:read', 'consents:read', 'why:read'];
    const asked = [
      await open(RANGE, agency, COUNCIL),
      await open(RANGE, READ),
      await http.call(COUNCIL, 'POST /v1/incidents/preview', { reason: 'x', ...RANGE }, agency),
      ...(await Promise.all(
        ['stop', 'tell', 'close'].map((verb) =>
          http.call(COUNCIL, `POST /v1/incidents/${id}/${verb}`, { reason: 'x' }, agency),
        ),
      )),
      ...(await Promise.all(
        ['', `/${id}`, `/${id}/report`, `/${id}/disclosures`].flatMap((path) => [
          read(path, agency),
          read(path, RUN),
        ]),
      )),
    ];
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([403]));
    expect((await read(`/${id}`)).body.state).toBe('opened');
  });

  test('knows no incident but its own', async () => {
    const answers = [
      ...(await Promise.all(
        ['', '/report', '/disclosures'].map((path) => read(`/${NOBODYS}${path}`)),
      )),
      ...(await Promise.all(['stop', 'tell'].map((verb) => step(NOBODYS, verb)))),
      await step(NOBODYS, 'close', { reason: 'x' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      answers.map(() => [404, 'incident-unknown']),
    );
  });
});
