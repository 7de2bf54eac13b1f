import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createOpenBodies, createSealBodies, recordAction } from '@told/service';
import { openTestKeys, type TestKeys } from '../../../../packages/service/src/test/open-keys.ts';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { AREA_SECRETS, makeChange } from '../../test/open-intake.ts';
import { isDoneWhileLocked } from '../../test/while-keys-locked.ts';
import { rewrapKeys } from './rewrap-keys.ts';
import { addKeyRoutes } from './routes.ts';

const REASON = { reason: 'a year is over' };

let testKeys: TestKeys;
let intake: HttpIntake;

beforeAll(async () => {
  testKeys = await openTestKeys();
  intake = await openHttpIntake(AREA_SECRETS, createSealBodies(testKeys.keys));
  addKeyRoutes(intake.http, {
    ...{ ...intake, keys: testKeys.keys },
    record: (tx, action) => recordAction(tx, action, { ...intake, origin: 'intake' }),
  });
  for (const person of [1, 2, 3]) {
    const told = await intake.tell(`key-${person}`, makeChange(`QQ00000${person}A`));
    expect(told.status).toBe(202);
  }
});
afterAll(async () => {
  await intake.close();
  testKeys.close();
});

/** Puts a new master key before the one in use; answers the new one. */
function putNext(): Buffer {
  const next = randomBytes(32);
  const [former] = fs.readFileSync(testKeys.masterKeyFile, 'utf8').split('\n');
  fs.writeFileSync(testKeys.masterKeyFile, `${next.toString('base64url')}\n${former}\n`);
  return next;
}
const rewrap = (body: object = REASON) => intake.operate('/v1/keys/rewrap', body);

interface Kept {
  readonly subjectKey: string;
  readonly changeId: string;
  readonly value: Buffer;
}
/** What a process that has the new master key alone makes of everything that was told. */
async function openAll(): Promise<readonly unknown[]> {
  const { rows } = await intake.db.query<Kept>({
    name: 'test_kept',
    text: 'SELECT subject_key AS "subjectKey", change_id AS "changeId", value FROM accepted_change',
  });
  const changes = await intake.codec.decode(
    'ClaimantChange',
    rows.map(({ value }) => value),
  );
  const bodies = changes.flatMap((one) => (one.ok ? [one.value] : []));
  return createOpenBodies(testKeys.open(false))(bodies);
}

describe('data keys are wrapped anew', () => {
  test('by operators alone, with a reason, and that is on record once', async () => {
    putNext();
    const asked = await intake.http.inject({
      ...{ method: 'POST', url: '/v1/keys/rewrap', payload: REASON },
      headers: { authorization: 'Bearer jobcentre' },
    });
    expect(asked.statusCode).toBe(403);
    expect((await rewrap({})).status).toBe(422);
    expect((await rewrap({ reason: 'asked by QQ123456C' })).status).toBe(422);
    await intake.emptyOutbox();
    const { status, body } = await rewrap();
    expect([status, body]).toMatchObject([
      200,
      { rewrapped: 3, standing: 3, damaged: 0, next: null },
    ]);
    await rewrap({ ...REASON, from: 2 });
    const said = await intake.codec.decode(
      'Action',
      await intake.waitingFor('told.actions.intake'),
    );
    const target = await testKeys.keys.storeId(false);
    expect(said).toMatchObject([
      { value: { action: 'master-key-rotated', targetKind: 'key-store', target, ...REASON } },
    ]);
  });

  test('piece by piece, each cut where it likes', async () => {
    putNext();
    const { keys } = testKeys;
    const dying = { ...keys, rewrap: () => Promise.reject(new Error('killed')) };
    const ports = { db: intake.db, onBegun: async () => undefined, pieceSlots: 1 };
    await expect(rewrapKeys({ ...ports, keys: dying, nowMs: () => 0 })).rejects.toThrow('killed');
    // Its time is up after each piece.
    let nowMs = 0;
    const tick = () => (nowMs += 10_000);
    const first = await rewrapKeys({ ...ports, keys, nowMs: tick });
    expect(first).toMatchObject({ rewrapped: 1, next: 2 });
    expect(await openAll()).toHaveLength(3);
    const rest = await rewrapKeys({ ...ports, keys, nowMs: () => 0 }, 2);
    expect(rest).toMatchObject({ rewrapped: 2, next: null });
  });

  test('never while somebody destroys some', async () => {
    putNext();
    expect(await isDoneWhileLocked(intake.db, rewrap)).toBe(false);
  });

  test('and everything that was told opens with the new master key alone', async () => {
    const next = putNext();
    await rewrap();
    fs.writeFileSync(testKeys.masterKeyFile, next.toString('base64url'));
    const opened = await openAll();
    expect(opened).toHaveLength(3);
    for (const one of opened) expect(one).toBeInstanceOf(Buffer);
    expect((await intake.tell('after', makeChange('QQ000009A'))).status).toBe(202);
  });

  test('not at all where they cannot be had: 503, and nothing has changed', async () => {
    const before = fs.readFileSync(testKeys.file);
    fs.writeFileSync(testKeys.masterKeyFile, 'nonsense');
    expect(await rewrap()).toMatchObject({ status: 503 });
    // Nor is anything told in clear meanwhile: of somebody whose key is remembered by nobody.
    testKeys.keys.close();
    expect((await intake.tell('away', makeChange('QQ000008A'))).status).toBe(503);
    expect(fs.readFileSync(testKeys.file)).toEqual(before);
  });
});

test('where nothing is sealed, there is nothing to wrap', async () => {
  const other = await openHttpIntake();
  addKeyRoutes(other.http, { ...other, keys: undefined, record: async () => undefined });
  expect(await other.operate('/v1/keys/rewrap', REASON)).toMatchObject({
    ...{ status: 409, body: { code: 'nothing-sealed' } },
  });
  await other.close();
});
