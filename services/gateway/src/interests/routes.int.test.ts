import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';

let gateway: TestGateway;
let http: HttpGateway;
let number = 0;

beforeAll(async () => {
  gateway = await openTestGateway();
  http = await openHttpGateway(gateway);
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});
beforeEach(async () => {
  number += 1;
  await gateway.emptyOutbox();
});

const COUNCIL = 'central-bedfordshire';
const asked = (more: object = {}) => ({
  capacity: 'ctb-claimant',
  caseReference: `R-${number}`,
  person: {
    nino: `qq ${String(number).padStart(6, '0')} a`,
    surname: 'Sample',
    forename: 'Asha',
    birthDate: '1981-03-04',
  },
  from: '2010-04-01',
  ...more,
});
const versionOf = async () => {
  const key = subjectKeyOf(makePerson(number));
  const rows = await gateway.rows<{ version: number }>(
    'SELECT version FROM subject WHERE subject_key = $1',
    [key],
  );
  return rows[0]?.version ?? 0;
};

describe('POST /v1/interests', () => {
  test('registers, tells the log, and raises the version of the subject', async () => {
    const { status, body } = await http.call(COUNCIL, 'POST /v1/interests', asked());
    expect(status).toBe(201);
    expect(body).toEqual({
      interestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      version: 1,
      capacity: 'ctb-claimant',
      caseReference: `R-${number}`,
      state: 'final',
      matched: 'nino',
      from: '2010-04-01',
      until: null,
    });
    expect(await versionOf()).toBe(1);
    expect((await gateway.said()).interests).toMatchObject([
      { action: 'registered', agency: COUNCIL, interestId: body.interestId, version: 1 },
    ]);
  });

  test('the same again changes nothing', async () => {
    await http.call(COUNCIL, 'POST /v1/interests', asked());
    const again = await http.call(COUNCIL, 'POST /v1/interests', asked());
    expect([again.status, again.body.version]).toEqual([200, 1]);
    expect(await versionOf()).toBe(1);
    expect((await gateway.said()).interests).toHaveLength(1);
  });

  test('another period is the next version of the same interest', async () => {
    const first = await http.call(COUNCIL, 'POST /v1/interests', asked());
    const next = await http.call(COUNCIL, 'POST /v1/interests', asked({ until: '2010-12-31' }));
    expect(next.status).toBe(200);
    expect(next.body).toMatchObject({
      interestId: first.body.interestId,
      version: 2,
      until: '2010-12-31',
    });
    expect(await versionOf()).toBe(2);
  });

  test('a case is never linked to another person', async () => {
    await http.call(COUNCIL, 'POST /v1/interests', asked());
    const other = asked({ person: { nino: 'QQ999999A' } });
    const { status, body } = await http.call(COUNCIL, 'POST /v1/interests', other);
    expect([status, body.code, body.errors[0].pointer]).toEqual([
      422,
      'invalid-request',
      '/person',
    ]);
    expect(await versionOf()).toBe(1);
  });

  test('the NINO is kept nowhere', async () => {
    await http.call(COUNCIL, 'POST /v1/interests', asked());
    const tables = await gateway.rows<{ text: string }>(
      `SELECT i::text AS text FROM interest i UNION ALL SELECT s::text FROM subject s
       UNION ALL SELECT headers || encode(value, 'escape') FROM outbox`,
    );
    for (const { text } of tables) expect(text).not.toMatch(/QQ\d{6}|Sample|1981-03-04/i);
  });

  test.each([
    ['no number', { person: { surname: 'Sample' } }, 'invalid-request', '/person/nino'],
    [
      'a number of real people',
      { person: { nino: 'AB123456C' } },
      'nino-foreign-mode',
      '/person/nino',
    ],
    [
      'a temporary reference',
      { person: { nino: '11 A1 11 11' } },
      'nino-temporary',
      '/person/nino',
    ],
    ['an end before the start', { until: '2010-03-31' }, 'date-order', '/until'],
    ['a day that does not exist', { from: '2010-02-30' }, 'invalid-request', '/from'],
    ['an unknown field', { note: 'x' }, 'unknown-field', '/note'],
  ])('refuses %s', async (_, more, code, pointer) => {
    const { status, body } = await http.call(COUNCIL, 'POST /v1/interests', asked(more));
    expect(status).toBe(422);
    expect(body).toMatchObject({ code, errors: [{ pointer }] });
    expect(JSON.stringify(body)).not.toMatch(/AB123456C|11 A1/);
  });

  test('refuses an agency that is not of the bus, and a token without the scope', async () => {
    const unknown = await http.call('somebody', 'POST /v1/interests', asked());
    expect([unknown.status, unknown.body.code]).toEqual([403, 'unknown-agency']);
    const scopeless = await http.call(COUNCIL, 'POST /v1/interests', asked(), ['interests:read']);
    expect([scopeless.status, scopeless.body.code]).toEqual([403, 'forbidden']);
  });
});

describe('POST /v1/interests/bulk', () => {
  test('answers each line; a bad one stops no other', async () => {
    const lines = [
      JSON.stringify(asked()),
      '{nonsense',
      JSON.stringify(asked({ caseReference: `R-${number}-b`, person: { nino: 'AB123456C' } })),
      JSON.stringify(asked({ caseReference: `R-${number}-c` })),
      JSON.stringify(asked()),
    ];
    const { status, body } = await http.call(COUNCIL, 'POST /v1/interests/bulk', lines.join('\n'));
    expect(status).toBe(200);
    expect(
      body.map((one: { line: number; status: string; code?: string }) => [
        one.line,
        one.status,
        one.code,
      ]),
    ).toEqual([
      [1, 'registered', undefined],
      [2, 'refused', 'malformed-json'],
      [3, 'refused', 'nino-foreign-mode'],
      [4, 'registered', undefined],
      [5, 'unchanged', undefined],
    ]);
  });

  test('takes a thousand lines and no more', async () => {
    const line = (at: number) =>
      JSON.stringify(
        asked({
          caseReference: `B-${number}-${at}`,
          person: { nino: `QZ${String(at).padStart(6, '0')}` },
        }),
      );
    const lines = Array.from({ length: 1000 }, (_, at) => line(at));
    const { status, body } = await http.call(COUNCIL, 'POST /v1/interests/bulk', lines.join('\n'));
    expect([status, body.length]).toEqual([200, 1000]);
    const more = [...lines, line(1001)].join('\n');
    const refused = await http.call(COUNCIL, 'POST /v1/interests/bulk', more);
    expect([refused.status, refused.body.code]).toEqual([413, 'too-many-lines']);
  });
});

describe('GET /v1/interests', () => {
  test('lists an agency’s own, page by page, and nobody else’s', async () => {
    const cases = ['a', 'b', 'c'].map((end) => `L-${number}-${end}`);
    for (const caseReference of cases) {
      await http.call('luton', 'POST /v1/interests', asked({ caseReference }));
    }
    const first = await http.call('luton', 'GET /v1/interests?limit=2');
    const second = await http.call('luton', `GET /v1/interests?limit=2&cursor=${first.body.next}`);
    const items = [...first.body.items, ...second.body.items];
    expect(items.map((one) => one.caseReference).sort()).toEqual(cases);
    expect(second.body.next).toBeNull();
    expect(Object.keys(items[0]).sort().join()).toBe(
      'capacity,caseReference,from,interestId,matched,state,until,version',
    );
    const others = await http.call('jobcentre', 'GET /v1/interests');
    expect(others.body).toEqual({ items: [], next: null });
    const asking = await http.call('jobcentre', 'GET /v1/interests?agency=luton');
    expect([asking.status, asking.body.code]).toEqual([403, 'wrong-agency']);
    const auditor = await http.call(
      'auditor',
      `GET /v1/interests?agency=luton&caseReference=${cases[1]}`,
    );
    expect(auditor.body.items).toHaveLength(1);
  });

  test('asks an auditor, who has no cases, to name the agency', async () => {
    const { status, body } = await http.call('auditor', 'GET /v1/interests');
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: '/query/agency', code: 'required', detail: 'an auditor names the agency' }],
    ]);
  });

  test('refuses a made-up cursor', async () => {
    const { status, body } = await http.call('luton', 'GET /v1/interests?cursor=abc');
    expect([status, body.errors[0].pointer]).toEqual([422, '/query/cursor']);
  });
});

describe('POST /v1/interests/{id}/end', () => {
  test('what occurred after the last day no longer reaches the case; what occurred before still does', async () => {
    const { body } = await http.call(COUNCIL, 'POST /v1/interests', asked());
    const end = await http.call(COUNCIL, `POST /v1/interests/${body.interestId}/end`, {
      until: '2010-05-12',
    });
    expect(end).toMatchObject({ status: 200, body: { until: '2010-05-12', version: 2 } });
    const asha = makePerson(number, { postcode: null });
    await gateway.decide(
      makeChange(asha, 1, { occurredOn: '2010-05-13' }),
      makeChange(asha, 2, { occurredOn: '2010-05-12' }),
    );
    const { decisions, interests } = await gateway.said();
    expect(decisions.map((one) => one.recipients[0]?.reason ?? one.recipients[0]?.verdict)).toEqual(
      ['outside-period', 'trimmed'],
    );
    expect(interests.map((one) => one.action)).toEqual(['registered', 'ended']);
  });

  test('is for its own agency alone, and not before the interest began', async () => {
    const { body } = await http.call(COUNCIL, 'POST /v1/interests', asked());
    const url = `POST /v1/interests/${body.interestId}/end` as const;
    const other = await http.call('luton', url, { until: '2010-05-12' });
    expect([other.status, other.body.code]).toEqual([404, 'interest-unknown']);
    const early = await http.call(COUNCIL, url, { until: '2010-03-31' });
    expect([early.status, early.body.code]).toEqual([422, 'date-order']);
    expect(await versionOf()).toBe(1);
  });
});
