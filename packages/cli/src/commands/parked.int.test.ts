import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { digestKey } from '@told/service';
import { type OpenServices, openServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

/** A gateway and an intake that answer. */
let services: OpenServices;
let asked: { readonly request: string; readonly body: unknown }[];
/** Answers by method and address below the service's; the last of several stays. */
let answers: Record<string, (readonly [status: number, body: object])[]>;

const KEY = digestKey('CTB-000123');
const TOPIC = 'told.outcomes.luton';
const AT = `/v1/parked/${TOPIC}/${KEY}`;
const PARKED = {
  ...{ topic: TOPIC, keyDigest: KEY, cause: 'failed', code: 'statement-failed', partition: 2 },
  ...{ offset: '118', toldAt: '2010-05-12T10:00:00.000Z', records: 3 },
};
const RECORD = {
  ...{ partition: 2, offset: '118', cause: 'failed', code: 'statement-failed', sequence: null },
  toldAt: '2010-05-12T10:00:00.000Z',
};
const LETTER = {
  ...{ topic: TOPIC, partition: 2, offset: '118', cause: 'illegal-value', digest: 'ab' },
  ...{ state: 'dead', keyDigest: null, toldAt: RECORD.toldAt, reason: 'a test client' },
};
const EMPTY = { items: [], next: null };
const done = { topic: TOPIC, keyDigest: KEY, cause: null, code: null };

function answer(name: string): readonly [number, object] {
  const [first, ...rest] = answers[name] ?? [];
  if (first === undefined) return [404, { code: 'not-found', status: 404, detail: '' }];
  if (rest.length > 0) answers[name] = rest;
  return first;
}

beforeAll(async () => {
  services = await openServices(
    {
      services: { gateway: '/g', intake: '/i' },
      clients: { operator: ['operations:read', 'operations:write'] },
    },
    ({ method, url, text }, response) => {
      const name = `${method} ${url}`;
      if (method === 'POST') asked.push({ request: name, body: JSON.parse(text) });
      const [status, body] = answer(name.replace(/\?.*/, ''));
      response.statusCode = status;
      response.end(JSON.stringify(body));
    },
  );
});
afterAll(() => services.close());
beforeEach(() => {
  asked = [];
  answers = {
    'GET /g/v1/parked': [[200, { items: [PARKED], next: 'abc' }]],
    'GET /i/v1/parked': [[200, EMPTY]],
    [`GET /g${AT}`]: [[200, { ...PARKED, waiting: [RECORD] }]],
  };
});

const told = (...args: readonly string[]) => runTold(args, { profile: services.profile });
const release = (...more: readonly string[]) =>
  told('parked', 'release', TOPIC, 'CTB-000123', '--reason', 'mended', ...more);

describe('told parked', () => {
  test('list shows what waits at every service, and how to go on', async () => {
    const { code, out } = await told('parked', 'list');
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`gateway +${TOPIC} +${KEY} +failed: statement-failed .* 3\n`));
    expect(out).toContain('more: --service gateway --cursor abc');
    expect((await told('--json', 'parked', 'list')).document()).toMatchObject({
      services: [{ service: 'gateway', items: [PARKED], next: 'abc' }, { service: 'intake' }],
      away: [],
    });
    answers['GET /g/v1/parked'] = [[200, EMPTY]];
    expect(await told('parked', 'list')).toMatchObject({ code: 0, out: 'nothing is parked\n' });
  });

  test('list tells beside the others’ answers that a service is away', async () => {
    answers['GET /i/v1/parked'] = [[503, { code: 'not-ready' }]];
    const { code, out, err } = await told('parked', 'list');
    expect(code).toBe(3);
    expect(out).toContain(KEY);
    expect(err).toMatch(/^intake: /);
  });

  test('show names the record at fault, and not what it says', async () => {
    const { out } = await told('parked', 'show', TOPIC, 'CTB-000123');
    expect(out).toMatch(/2 +118 +failed: statement-failed/);
    expect(out).toContain('and 2 more');
    const { code, err } = await told('parked', 'show', TOPIC, 'CTB-9');
    expect(code).toBe(1);
    expect(err).toMatch(/nothing of this name waits at gateway, intake\.\nFix: .*parked list/);
  });

  test('release goes on until nothing waits, and says how far it is', async () => {
    answers[`POST /g${AT}/release`] = [
      [200, { ...done, state: 'waiting', moved: 500, waiting: 700 }],
      [200, { ...done, state: 'waiting', moved: 0, waiting: 700 }],
      [200, { ...done, state: 'released', moved: 700, waiting: 0 }],
    ];
    const { code, out, err } = await release();
    expect(code).toBe(0);
    expect(out).toContain('released, 1200 records; nothing waits any more');
    expect(err).toContain('500 records released, 700 to go');
    // The key itself stays here.
    const request = `POST /g${AT}/release`;
    const body = { reason: 'mended' };
    expect(asked).toEqual([1, 2, 3].map(() => ({ request, body })));
  });

  test('release says that a record is at fault again, and ends with 1', async () => {
    const left = { state: 'parked', moved: 1, waiting: 2, cause: 'failed', code: 'unexpected' };
    answers[`POST /g${AT}/release`] = [[200, { ...done, ...left }]];
    const { code, out, err } = await release();
    expect(code).toBe(1);
    expect(out).toContain('1 records released; 2 wait on (failed: unexpected)');
    expect(err).toContain(`parked show ${TOPIC} ${KEY} --service gateway`);
    expect((await release('--json')).document()).toMatchObject({ service: 'gateway', ...left });
  });

  test('dead-letter takes the record at fault, or the one that is named if it is', async () => {
    const taken = { topic: TOPIC, partition: 2, offset: '118', keyDigest: KEY, waiting: 2 };
    answers[`POST /g${AT}/dead-letter`] = [[200, taken]];
    const give = (...more: readonly string[]) =>
      told('parked', 'dead-letter', TOPIC, KEY, '--reason', 'a test client', ...more);
    expect((await give()).out).toMatch(/118 is a dead letter; 2 records wait\nthen: .*release/);
    const body = { reason: 'a test client', partition: 2, offset: '118' };
    expect(asked).toEqual([{ request: `POST /g${AT}/dead-letter`, body }]);
    expect((await give('--offset', '7')).code).toBe(1);
    expect(asked).toHaveLength(1);
  });

  test('nothing is done without a reason, or in a dry run', async () => {
    expect((await told('parked', 'release', TOPIC, KEY)).code).toBe(2);
    expect((await told('parked', 'dead-letter', TOPIC, KEY)).code).toBe(2);
    expect((await release('--dry-run')).out).toContain('would release 3 records');
    expect(asked).toEqual([]);
  });
});

describe('told dead-letters', () => {
  test('list shows how each stands', async () => {
    answers['GET /g/v1/dead-letters'] = [[200, { items: [LETTER], next: null }]];
    answers['GET /i/v1/dead-letters'] = [[200, EMPTY]];
    const { out } = await told('dead-letters', 'list');
    expect(out).toMatch(/gateway +told\.outcomes\.luton +2 +118 +illegal-value +dead/);
    answers['GET /g/v1/dead-letters'] = [[200, EMPTY]];
    expect((await told('dead-letters', 'list')).out).toBe('there are no dead letters\n');
  });

  test('redrive gives one to its service, and goes on with its key', async () => {
    const place = `/v1/dead-letters/${TOPIC}/2/118`;
    answers[`GET /g${place}`] = [[200, { ...LETTER, state: 'waiting', keyDigest: KEY }]];
    answers[`POST /g${place}/redrive`] = [
      [200, { ...done, state: 'waiting', moved: 10, waiting: 5 }],
    ];
    answers[`POST /g${AT}/release`] = [[200, { ...done, state: 'released', moved: 5, waiting: 0 }]];
    const redrive = () =>
      told('dead-letters', 'redrive', TOPIC, '2', '118', '--reason', 'registered now');
    expect(await redrive()).toMatchObject({ code: 0, out: expect.stringContaining('15 records') });
    // One that was taken out only takes its old place: its key is released by whoever wants to.
    answers[`GET /g${place}`] = [[200, LETTER]];
    answers[`POST /g${place}/redrive`] = [
      [200, { ...done, state: 'waiting', moved: 0, waiting: 6 }],
    ];
    asked = [];
    expect((await redrive()).out).toContain('in its place again; 6 records wait');
    expect(asked).toHaveLength(1);
  });
});
