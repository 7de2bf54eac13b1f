import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSealBodies, problem, type ServiceCaller } from '@told/service';
import { openTestKeys, type TestKeys } from '../../../../packages/service/src/test/open-keys.ts';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { AREA_SECRETS, makeChange } from '../../test/open-intake.ts';
import { addErasures } from '../erasures/routes.ts';
import { createPersonReader } from '../identities/read-person.ts';
import { addHolds } from './routes.ts';

let testKeys: TestKeys;
let intake: HttpIntake;
let number = 0;
let nino: string;
const ninoOf = (person: number): string => `QQ${String(person).padStart(6, '0')}B`;
const reason = 'appeal 2010-17';

/** Away, so that an erasure stands where the keys are destroyed. */
const gateway: ServiceCaller = async () => {
  throw problem('dependency-unavailable');
};

beforeAll(async () => {
  testKeys = await openTestKeys();
  intake = await openHttpIntake(AREA_SECRETS, createSealBodies(testKeys.keys));
  const rules = { mode: 'synthetic', areaSecrets: AREA_SECRETS, random: randomBytes } as const;
  const reader = createPersonReader(rules);
  const ports = { ...intake, origin: 'intake', reader };
  addHolds(intake.http, ports);
  const erasing = { keys: testKeys.keys, callGateway: gateway, token: async () => 'token' };
  addErasures(intake.http, { ...ports, ...erasing });
});
afterAll(async () => {
  await intake.close();
  testKeys.close();
});
beforeEach(async () => {
  number += 2;
  nino = ninoOf(number);
  await intake.emptyOutbox();
});

async function tell(key: string, of = nino, more: object = {}): Promise<void> {
  const { status } = await intake.tell(`${key}-${number}`, { ...makeChange(of), ...more });
  if (status !== 202) throw new Error('not accepted');
}
const hold = (more: object = {}) =>
  intake.operate('/v1/holds', { person: { nino }, reason, ...more });
const release = (holdId: string) => intake.operate(`/v1/holds/${holdId}/release`, { reason });
const erase = (more: object = {}) =>
  intake.operate('/v1/erasures', { person: { nino }, reason, ...more });
const keysOf = async (holdId: string): Promise<number> => {
  const text = 'SELECT subject_key AS key FROM legal_hold WHERE hold_id = $1';
  const { rows } = await intake.db.query<{ key: string }>({ name: 'test_held', text }, [holdId]);
  return (await testKeys.keys.standing(rows.map(({ key }) => key))).length;
};
async function listIds(): Promise<readonly string[]> {
  const answer = await intake.http.inject({
    ...{ method: 'GET', url: '/v1/holds' },
    headers: { authorization: 'Bearer operator' },
  });
  return answer.json().items.map(({ holdId }: { holdId: string }) => holdId);
}

async function readKeys(token = 'told'): Promise<{ status: number; keys: readonly string[] }> {
  const answer = await intake.http.inject({
    ...{ method: 'GET', url: '/v1/holds/keys' },
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: answer.statusCode, keys: answer.json().subjectKeys ?? [] };
}

describe('while a person is held', () => {
  test('an erasure is refused, and so is one that is only foreseen; nothing is destroyed', async () => {
    await tell('first');
    const { status, body } = await hold();
    expect({ status, body }).toMatchObject({ status: 200, body: { reason, releasedAt: null } });
    for (const more of [{}, { dryRun: true }]) {
      expect(await erase(more)).toMatchObject({ status: 409, body: { code: 'held' } });
    }
    expect(await keysOf(body.holdId)).toBe(1);
    expect(await listIds()).toContain(body.holdId);
  });

  test('as long as one of two holds stands', async () => {
    await tell('first');
    const [one, other] = [(await hold()).body, (await hold()).body];
    expect((await release(one.holdId)).body.releasedAt).not.toBeNull();
    expect((await erase()).status).toBe(409);
    await release(other.holdId);
    expect(await listIds()).not.toContain(other.holdId);
    // Ordered, and carried out as far as it goes while the gateway is away.
    expect((await erase()).body.code).toBe('dependency-unavailable');
    expect(await keysOf(one.holdId)).toBe(0);
  });

  test('also where the held key has ended in another since', async () => {
    const other = ninoOf(number + 1);
    await tell('one');
    await tell('two', other);
    const before = (await readKeys()).keys;
    await hold({ person: { nino: other } });
    expect((await readKeys()).keys).toHaveLength(before.length + 1);
    const identity = { newNino: other, formerNames: null, birthDate: null, reason: 'nino-changed' };
    await tell('merge', nino, { fact: 'identity', income: null, identity });
    expect(await erase()).toMatchObject({ status: 409, body: { code: 'held' } });
    expect(await erase({ person: { nino: other } })).toMatchObject({ status: 409 });
    // What services ask before they delete names both.
    expect((await readKeys()).keys).toHaveLength(before.length + 2);
    expect((await readKeys('jobcentre')).status).toBe(403);
    expect((await readKeys('operator')).status).toBe(403);
  });

  test('what was done is on record, once', async () => {
    await tell('first');
    const { body } = await hold();
    await release(body.holdId);
    expect((await release(body.holdId)).status).toBe(200);
    const values = await intake.waitingFor('told.actions.intake');
    expect(await intake.codec.decode('Action', values)).toMatchObject([
      { value: { action: 'person-held', targetKind: 'subject', recordId: body.holdId, reason } },
      { value: { action: 'hold-released', recordId: body.holdId, actor: 'operator' } },
    ]);
  });
});

test('a hold comes too late once an erasure has begun, and is none of somebody unknown', async () => {
  expect(await hold()).toMatchObject({ status: 422, body: { code: 'person-unknown' } });
  await tell('first');
  await testKeys.whileAway(() => erase());
  // Ordered while the keys stood, and cut before they were destroyed.
  await intake.asOwner(
    `INSERT INTO erasure (erasure_id, subject_key, state, reason, actor, ordered_at, data_keys)
     SELECT gen_random_uuid(), subject_key, 'destroying', 'r', 'a', now(), '[]' FROM accepted_change
     ORDER BY accepted_at DESC LIMIT 1`,
  );
  expect(await hold()).toMatchObject({ status: 409, body: { code: 'erasure-under-way' } });
});

test.each([
  ['a person in the reason', { reason: 'QQ123456C asked' }, 422],
  ['two people', { subjectKey: 'a'.repeat(32) }, 422],
])('a hold is refused with %s', async (_, more, status) => {
  await tell('first');
  expect((await hold(more)).status).toBe(status);
});

test('no agency can hold anybody, or see who is held', async () => {
  const foreign = await intake.http.inject({
    ...{ method: 'POST', url: '/v1/holds', payload: { person: { nino }, reason } },
    headers: { authorization: 'Bearer jobcentre' },
  });
  expect(foreign.statusCode).toBe(403);
  const unknown = '00000000-0000-4000-8000-000000000000';
  expect((await release(unknown)).status).toBe(404);
});
