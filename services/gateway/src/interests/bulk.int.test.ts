import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';

const COUNCIL = 'central-bedfordshire';
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

interface Answer {
  readonly line: number;
  readonly status: string;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

const HEADER =
  'capacity,caseReference,nino,surname,forename,birthDate,postcode,from,until,backFill';
const csv = (...lines: readonly string[]) => Buffer.from([HEADER, ...lines, ''].join('\r\n'));
const send = (body: Buffer | string, agency = COUNCIL) =>
  http.call(agency, 'POST /v1/interests/bulk', body);
const lineOf = (at: string, more = '') =>
  `ctb-claimant,B-${number}-${at},QZ${String(number).padStart(6, '0')}A,Sample,Asha,1981-03-04,LU1 3AA,2010-04-01,${more || ','}`;
const faults = (answers: readonly Answer[]) =>
  answers.map((one) => [one.line, one.code, one.errors?.[0]?.pointer]);

describe('POST /v1/interests/bulk as CSV', () => {
  test('registers each line: byte order mark, CRLF, quotes, empty cells and a person without a number', async () => {
    const body = Buffer.concat([
      Buffer.from('\ufeff'),
      csv(
        lineOf('a'),
        `ctb-claimant,"B-${number}-b",,"O'Brien-Sample",Asha,1981-03-04,,2010-04-01,2010-12-31,true`,
      ),
    ]);
    const { status, body: answers } = await send(body);
    expect(status).toBe(200);
    expect(answers).toMatchObject([
      { line: 2, status: 'registered', state: 'final' },
      { line: 3, status: 'registered', state: 'pending' },
    ]);
    expect((await send(body)).body.map((one: Answer) => one.status)).toEqual([
      ...['unchanged', 'unchanged'],
    ]);
  });

  test('a line’s faults are named by number, field and rule, and never by value', async () => {
    const { body } = await send(
      csv(
        lineOf('a', '2010-03-31,'),
        `=HYPERLINK("x"),B-1,QQ123456A,,,,,2010-04-01,,`,
        `ctb-claimant,=1+1,QQ123456A,,,,,2010-04-01,,`,
        `ctb-claimant,B-2,QQ123456A,@SUM(A1),,,,2010-04-01,,`,
        `ctb-claimant,B-3,,Sample,Asha,,,2010-04-01,,`,
        `ctb-claimant,B-4,QQ123456A,,,,,2010-04-31,,`,
        `ctb-claimant,B-5,QQ123456A,,,,,2010-04-01,,perhaps`,
        `housing-claimant,B-6,QQ123456A,,,,,2010-04-01,,`,
        'ctb-claimant,B-7,QQ1234',
        lineOf('z'),
      ),
    );
    expect(faults(body)).toEqual([
      [2, 'date-order', '/until'],
      [3, 'malformed-csv', undefined],
      [4, 'invalid-request', '/caseReference'],
      [5, 'invalid-request', '/person/surname'],
      [6, 'invalid-request', '/person/nino'],
      [7, 'invalid-request', '/from'],
      [8, 'invalid-request', '/backFill'],
      [9, 'capacity-unknown', '/capacity'],
      [10, 'malformed-csv', undefined],
      [11, undefined, undefined],
    ]);
    expect(JSON.stringify(body)).not.toMatch(/HYPERLINK|SUM|QQ123456A|perhaps|QQ1234/);
  });

  test('a file cut in the middle keeps every whole line; the cut one is refused, and the whole may follow', async () => {
    const whole = csv(lineOf('a'), lineOf('b'), lineOf('c'));
    for (const missing of [1, 2, 3, 12, 40]) {
      const { body } = await send(whole.subarray(0, whole.length - missing));
      const last = body.at(-1);
      // Of the last line break half is enough: the line before it is whole.
      expect([missing, body.length, last.line, last.status]).toEqual([missing, 3, 4, 'refused']);
    }
    const { body } = await send(whole);
    expect(body.map((one: Answer) => one.status)).toEqual(['unchanged', 'unchanged', 'registered']);
  });

  test('a wrong header refuses the whole, names columns by their place, and registers nothing', async () => {
    const { status, body } = await send(Buffer.from(`${lineOf('a')}\n${lineOf('b')}\n`));
    expect([status, body.code]).toEqual([422, 'csv-header']);
    expect(body.errors[0]).toMatchObject({ pointer: '/columns/1' });
    expect(JSON.stringify(body)).not.toMatch(/QZ0|Sample|1981-\d\d-/);
    expect((await gateway.said()).interests).toEqual([]);
  });

  test('takes a thousand lines and their header, and no more', async () => {
    const lines = Array.from({ length: 1001 }, (_, at) => lineOf(String(at)));
    const { status, body } = await send(csv(...lines));
    expect([status, body.code]).toEqual([413, 'too-many-lines']);
  });

  test('needs the scope and an agency of the bus', async () => {
    const scopeless = await http.call(COUNCIL, 'POST /v1/interests/bulk', csv(lineOf('a')), [
      'interests:read',
    ]);
    expect(scopeless.status).toBe(403);
    expect((await send(csv(lineOf('a')), 'somebody')).body.code).toBe('unknown-agency');
  });
});

describe('POST /v1/interests/drift', () => {
  const register = (caseReference: string, more: object = {}) =>
    http.call(COUNCIL, 'POST /v1/interests', {
      ...{ capacity: 'ctb-claimant', caseReference, from: '2010-04-01' },
      person: { nino: `QZ${String(number).padStart(6, '0')}A` },
      ...more,
    });
  const compare = (lines: readonly object[], query = `?after=D${number}&through=D${number}-~`) =>
    http.call(
      COUNCIL,
      `POST /v1/interests/drift${query.replace('~', 'z')}`,
      lines
        .map((one) => JSON.stringify({ capacity: 'ctb-claimant', from: '2010-04-01', ...one }))
        .join('\n') || '\n',
    );
  const nameDifference = (one: Record<string, unknown>) => [
    ...[one['difference'], one['caseReference'], one['line']],
    (one['fields'] as readonly string[]).join(),
  ];

  test('says what is missing here, missing there and different, and changes nothing', async () => {
    const name = (end: string) => `D${number}-${end}`;
    await register(name('same'));
    await register(name('period'), { until: '2010-12-31' });
    await register(name('capacity'), { capacity: 'council-tax-liable' });
    await register(name('ended'), { until: '2010-05-01' });
    await register(name('there'));
    const before = (await gateway.said()).interests.length;
    const { body } = await compare([
      ...['same', 'period', 'capacity', 'here'].map((end) => ({ caseReference: name(end) })),
      { caseReference: name('same') },
      { caseReference: 'somewhere-else' },
    ]);
    expect(faults(body.slice(0, 2))).toEqual([
      [5, 'invalid-request', '/caseReference'],
      [6, 'invalid-request', '/caseReference'],
    ]);
    expect(body.slice(2).map(nameDifference)).toEqual([
      ['different', name('period'), 2, 'until'],
      ['different', name('capacity'), 3, 'capacity'],
      ['missing-here', name('here'), 4, ''],
      ['missing-there', name('there'), null, ''],
    ]);
    expect((await gateway.said()).interests).toHaveLength(before);
  });

  test('a case refused is missing here, one listed open and ended here is different, and agreement is silence', async () => {
    const name = (end: string) => `D${number}-${end}`;
    const { body: wrong } = await register(name('a'));
    await http.call(COUNCIL, `POST /v1/interests/${wrong.interestId}/recall`, {
      ...{ officer: 'officer-17', reason: 'Another person' },
    });
    await register(name('b'), { until: '2010-05-01' });
    const found = await compare([{ caseReference: name('a') }, { caseReference: name('b') }]);
    expect(found.body.map(nameDifference)).toEqual([
      ['missing-here', name('a'), 1, ''],
      ['different', name('b'), 2, 'until'],
    ]);
    const same = await compare([{ caseReference: name('b'), until: '2010-05-01' }]);
    expect(same.body).toEqual([]);
  });

  test('the case of a line refused is not missing there too', async () => {
    const name = (end: string) => `D${number}-${end}`;
    await register(name('a'));
    await register(name('b'));
    const { body } = await compare([{ caseReference: name('a'), from: 'soon' }]);
    expect(faults(body.slice(0, 1))).toEqual([[1, 'invalid-request', '/from']]);
    expect(body.slice(1).map(nameDifference)).toEqual([['missing-there', name('b'), null, '']]);
  });

  test('another agency’s cases are not there', async () => {
    await register(`D${number}-a`);
    const { body } = await http.call('luton', 'POST /v1/interests/drift', '\n');
    expect(body).toEqual([]);
  });
});
