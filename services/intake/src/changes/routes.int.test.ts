import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { changeIdOf } from '@told/identity';
import type { FastifyInstance } from 'fastify';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { makeChange } from '../../test/open-intake.ts';

let intake: HttpIntake;
let http: FastifyInstance;
let limits: HttpIntake['limits'];
let tell: HttpIntake['tell'];

beforeAll(async () => {
  intake = await openHttpIntake();
  ({ http, limits, tell } = intake);
});
afterAll(() => intake.close());
beforeEach(() => intake.emptyOutbox());

const ninoOf = (number: number): string => `QQ${String(number).padStart(6, '0')}B`;

describe('POST /v1/changes', () => {
  test('answers 202 with the id that follows from agency and key, once the change is stored', async () => {
    const { status, body } = await tell('h-1', makeChange(ninoOf(1)));
    const changeId = changeIdOf('jobcentre', 'h-1');
    expect(status).toBe(202);
    expect(body).toEqual({
      changeId,
      status: 'accepted',
      links: { self: `/v1/changes/${changeId}` },
    });
    expect(await intake.waitingFor('told.changes')).toHaveLength(1);
  });

  test('a hundred at once share commits, and each gets its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        tell(`many-${index}`, makeChange(ninoOf(200 + (index % 10)))),
      ),
    );
    expect(answers.map(({ body }) => body.changeId)).toEqual(
      answers.map((_, index) => changeIdOf('jobcentre', `many-${index}`)),
    );
    expect(await intake.waitingFor('told.changes')).toHaveLength(100);
  });

  test('the same key with the same body is a duplicate, with another body is refused', async () => {
    await tell('h-2', makeChange(ninoOf(2)));
    const again = await tell('h-2', makeChange(ninoOf(2)));
    expect([again.status, again.body.status]).toEqual([202, 'duplicate']);
    const other = await tell('h-2', makeChange(ninoOf(2), { occurredOn: '2010-04-01' }));
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(await intake.waitingFor('told.changes')).toHaveLength(1);
  });

  test.each<[string, string | undefined, object, string, number, string]>([
    ['no key', undefined, makeChange(ninoOf(3)), 'jobcentre', 400, 'idempotency-key-missing'],
    [
      'an agency that is none of ours',
      'h-4',
      makeChange(ninoOf(4)),
      'stevenage',
      403,
      'unknown-agency',
    ],
    [
      'an unknown case',
      'h-5',
      makeChange('', { person: null, caseReference: 'X-1' }),
      'jobcentre',
      422,
      'person-unknown',
    ],
    [
      'a field nobody knows',
      'h-6',
      { ...makeChange(ninoOf(6)), shoeSize: 43 },
      'jobcentre',
      422,
      'unknown-field',
    ],
    [
      'a number of another mode',
      'h-7',
      makeChange('AB123456C'),
      'jobcentre',
      422,
      'nino-foreign-mode',
    ],
  ])('%s is a problem document', async (_name, key, change, agency, status, code) => {
    const before = await intake.count('accepted_change');
    const answer = await tell(key, change, agency);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(await intake.count('accepted_change')).toBe(before);
  });

  test('a full outbox closes the door with 503 and Retry-After, and an empty one opens it', async () => {
    await tell('h-8', makeChange(ninoOf(8)));
    limits.outboxRecordsMax = 1;
    const closed = await tell('h-9', makeChange(ninoOf(9)));
    limits.outboxRecordsMax = 1_000;
    expect([closed.status, closed.body.code]).toEqual([503, 'outbox-full']);
    expect(Number(closed.headers['retry-after'])).toBeGreaterThan(0);
    expect((await tell('h-9', makeChange(ninoOf(9)))).status).toBe(202);
  });

  test.each([
    ['disk_full', '53100'],
    ['out_of_memory', '53200'],
    ['io_error', '58030'],
  ])(
    'a database with %s is 503 and Retry-After, and the same key is told once there is room',
    async (_, state) => {
      const before = await intake.count('accepted_change');
      await intake.asOwner(`
      CREATE FUNCTION fail_to_store() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '${state}'; END $$;
      CREATE TRIGGER fail_to_store BEFORE INSERT ON accepted_change EXECUTE FUNCTION fail_to_store()`);
      const closed = await tell(`h-${state}`, makeChange(ninoOf(10)));
      await intake.asOwner('DROP FUNCTION fail_to_store CASCADE');
      expect([closed.status, closed.body.code]).toEqual([503, 'dependency-unavailable']);
      expect(Number(closed.headers['retry-after'])).toBeGreaterThan(0);
      expect(await intake.count('accepted_change')).toBe(before);
      const stored = await tell(`h-${state}`, makeChange(ninoOf(10)));
      expect([stored.status, stored.body.status]).toEqual([202, 'accepted']);
    },
  );
});

describe('POST /v1/identities/resolve', () => {
  const ask = async (persons: readonly object[], agency = 'told') => {
    const answer = await http.inject({
      method: 'POST',
      url: '/v1/identities/resolve',
      headers: { authorization: `Bearer ${agency}` },
      payload: { persons },
    });
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  };
  const asked = (nino: string | null, caseReference: string) => ({
    agency: 'jobcentre',
    caseReference,
    person: { nino, surname: 'Sample' },
  });

  test('gives keys and digests, in order, and a code where there is no number', async () => {
    const { status, body } = await ask([
      asked(ninoOf(20), 'J-20'),
      asked('QQ1', 'J-21'),
      asked(null, 'J-22'),
    ]);
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { state: 'final', subjectKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
      { code: 'nino-malformed' },
      { code: 'nino-missing' },
    ]);
    expect(JSON.stringify(body)).not.toContain('000020');
  });

  const tellByCase = async (
    key: string,
    caseReference: string,
  ): Promise<string | false | undefined> => {
    const answer = await tell(key, makeChange('', { person: null, caseReference }));
    expect(answer.status).toBe(202);
    const waiting = await intake.waitingFor('told.changes');
    const last = (await intake.codec.decode('ClaimantChange', waiting)).at(-1);
    return last?.ok && last.value.subjectKey;
  };
  const keyOf = async (nino: string, caseReference: string): Promise<string> =>
    (await ask([asked(nino, caseReference)])).body.results[0].subjectKey;

  test('lets the agency tell by its case reference afterwards', async () => {
    const key = await keyOf(ninoOf(23), 'J-23');
    expect(await tellByCase('h-23', 'J-23')).toBe(key);
  });

  test('outweighs what an earlier change under that reference seemed to say', async () => {
    await tell('h-partner', makeChange(ninoOf(30), { caseReference: 'J-24' }));
    const key = await keyOf(ninoOf(24), 'J-24');
    expect(await tellByCase('h-24', 'J-24')).toBe(key);
  });

  test('does not move a case to another person, as the gateway does not', async () => {
    const first = await keyOf(ninoOf(25), 'J-25');
    await keyOf(ninoOf(26), 'J-25');
    expect(await tellByCase('h-25', 'J-25')).toBe(first);
  });

  test('is for the bus’s own services: an agency cannot turn a number into a key', async () => {
    const { status, body } = await ask([asked(ninoOf(20), 'J-20')], 'jobcentre');
    expect([status, body.code]).toEqual([403, 'wrong-agency']);
  });
});
