import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readOrThrow } from '@told/codec';
import {
  createOpenBodies,
  createSealBodies,
  type KeyName,
  problem,
  type ServiceCaller,
} from '@told/service';
import { openTestKeys, type TestKeys } from '../../../../packages/service/src/test/open-keys.ts';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { AREA_SECRETS, makeChange } from '../../test/open-intake.ts';
import { isDoneWhileLocked } from '../../test/while-keys-locked.ts';
import { createPersonReader } from '../identities/read-person.ts';
import { carryOut } from './carry-out.ts';
import { destroyAgain } from './keep-erasing.ts';
import { keepKeyStore } from './keep-key-store.ts';
import { orderErasure } from './order-erasure.ts';
import { addErasures } from './routes.ts';

const EMPLOYER = 'Zzmark Employer';
const INCOME = { who: 'claimant', kind: 'employed', employer: EMPLOYER, payPeriod: 'weekly' };
const REASON = 'asked for under article 17';

let testKeys: TestKeys;
let intake: HttpIntake;
let number = 0;
let nino: string;
/** What the gateway was asked to tell; it is away when this is undefined. */
let told: string[] | undefined;

const gateway: ServiceCaller = async <T>(path: string, call?: { readonly body?: unknown }) => {
  if (told === undefined) throw problem('dependency-unavailable');
  const { changeIds } = (call?.body ?? {}) as { changeIds: string[] };
  if (path === '/v1/erasures') told.push(...changeIds);
  const recipients = [{ agency: 'luton', told: changeIds.length, answered: 1, void: 0 }];
  return { ok: true, status: 200, body: { recipients } as T };
};
const erasing = () => ({
  ...intake,
  ...{ keys: testKeys.keys, origin: 'intake', callGateway: gateway, token: async () => 'token' },
});

beforeAll(async () => {
  testKeys = await openTestKeys();
  intake = await openHttpIntake(AREA_SECRETS, createSealBodies(testKeys.keys));
  const rules = { mode: 'synthetic', areaSecrets: AREA_SECRETS, random: randomBytes } as const;
  addErasures(intake.http, { ...erasing(), reader: createPersonReader(rules) });
});
afterAll(async () => {
  await intake.close();
  testKeys.close();
});
beforeEach(async () => {
  number += 2;
  nino = ninoOf(number);
  told = [];
  await intake.emptyOutbox();
});

const ninoOf = (person: number): string => `QQ${String(person).padStart(6, '0')}A`;
async function tell(key: string, of = nino, more: object = { income: INCOME }): Promise<string> {
  const { status, body } = await intake.tell(`${key}-${number}`, { ...makeChange(of), ...more });
  if (status !== 202) throw new Error(`not accepted: ${status} ${JSON.stringify(body)}`);
  return body.changeId;
}
const erase = (more: object = {}) =>
  intake.operate('/v1/erasures', { person: { nino }, reason: REASON, ...more });

interface Kept {
  readonly id: string;
  readonly value: Buffer;
}
const readKept = async (...ids: readonly string[]): Promise<readonly Kept[]> => {
  const text =
    'SELECT change_id AS id, value FROM accepted_change WHERE change_id = ANY ($1::uuid[])';
  return (await intake.db.query<Kept>({ name: 'test_kept', text }, [ids])).rows;
};
/** What another process makes of the bodies that intake keeps: erased, or the employer told. */
async function openAll(...ids: readonly string[]): Promise<Record<string, string | undefined>> {
  const kept = await readKept(...ids);
  const changes = await intake.codec.decode(
    'ClaimantChange',
    kept.map(({ value }) => value),
  );
  const placed = changes.map(readOrThrow);
  const opened = await createOpenBodies(testKeys.open(false))(placed);
  const bodies = await intake.codec.decode(
    'ChangeBody',
    opened.map((one) => (typeof one === 'string' ? Buffer.alloc(0) : one)),
  );
  return Object.fromEntries(
    placed.map(({ changeId }, at) => {
      const [one, body] = [opened[at], bodies[at]];
      const employer = body?.ok === true ? (body.value.income?.employer ?? 'none') : undefined;
      return [changeId, typeof one === 'string' ? one : employer];
    }),
  );
}

describe('with sealing', () => {
  test('what is kept and what is said bear no word of a body, and open with the person’s key', async () => {
    const id = await tell('first');
    const values = [...(await readKept(id)), ...(await intake.waitingFor('told.changes'))];
    const texts = values.map((one) => (Buffer.isBuffer(one) ? one : one.value).toString('latin1'));
    expect(texts).toHaveLength(2);
    expect(texts.filter((text) => text.includes('Zzmark'))).toEqual([]);
    expect(await openAll(id)).toEqual({ [id]: EMPLOYER });
  });

  test('while the keys are away nothing is accepted, and the same is accepted afterwards', async () => {
    const change = { ...makeChange(nino), income: INCOME };
    const before = await intake.count('accepted_change');
    const away = await testKeys.whileAway(() => intake.tell(`away-${number}`, change));
    expect(away).toMatchObject({ status: 503, body: { code: 'dependency-unavailable' } });
    expect(await intake.count('accepted_change')).toBe(before);
    expect(await intake.waitingFor('told.changes')).toEqual([]);
    const id = await tell('away');
    expect(await openAll(id)).toEqual({ [id]: EMPLOYER });
  });

  test('a person has one key, and another person another', async () => {
    await Promise.all([tell('one'), tell('two'), tell('other', ninoOf(number + 1))]);
    const seen = new Set<number>();
    const values = await intake.waitingFor('told.changes');
    for (const one of await intake.codec.decode('ClaimantChange', values)) {
      if (one.ok) seen.add(one.value.body.readUInt32BE(5));
    }
    expect(seen.size).toBe(2);
  });
});

describe('an erasure', () => {
  test('destroys the keys of all that was told, has it told, and says so', async () => {
    const ids = [await tell('first'), await tell('second')];
    const other = await tell('other', ninoOf(number + 1));
    const { status, body } = await erase();
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        ...{ state: 'done', keys: 1, changes: 2, inClear: 0, reason: REASON },
        recipients: [{ agency: 'luton', told: 2, answered: 1, void: 0 }],
      },
    });
    expect(told).toEqual(ids);
    const erased = Object.fromEntries(ids.map((id) => [id, 'erased']));
    expect(await openAll(...ids, other)).toEqual({ ...erased, [other]: EMPLOYER });
  });

  test('is an action on record, once, and names nobody', async () => {
    await tell('first');
    const { body } = await erase();
    await erase();
    const values = await intake.waitingFor('told.actions.intake');
    const said = { targetKind: 'subject', reason: REASON, actor: 'operator' };
    const recordId = body.erasureId;
    // The second once nobody opens anything any more, and for each key of the person.
    expect(await intake.codec.decode('Action', values)).toMatchObject([
      { value: { ...said, action: 'person-erased', recordId } },
      { value: { ...said, action: 'keys-destroyed', recordId, records: 1 } },
    ]);
    expect(await erase({ reason: `asked by ${nino}` })).toMatchObject({ status: 422 });
  });

  test('leaves what was told a change that is known, and what is told afterwards in order', async () => {
    const first = await tell('first');
    await erase();
    expect(await tell('first')).toBe(first);
    const next = await tell('next');
    expect(await openAll(first, next)).toEqual({ [first]: 'erased', [next]: EMPLOYER });
    told = [];
    // Of what was told since.
    expect((await erase()).body).toMatchObject({ changes: 2, state: 'done' });
    expect(await openAll(first, next)).toEqual({ [first]: 'erased', [next]: 'erased' });
  });

  test('asked again is the same one, and nothing more is destroyed', async () => {
    await tell('first');
    const { body } = await erase();
    expect((await erase()).body).toEqual(body);
    expect((await intake.http.inject(shown(body.erasureId))).json()).toEqual(body);
  });

  test('goes on where the gateway was away', async () => {
    const id = await tell('first');
    told = undefined;
    expect(await erase()).toMatchObject({ status: 503 });
    expect(await openAll(id)).toEqual({ [id]: 'erased' });
    told = [];
    expect((await erase()).body).toMatchObject({ state: 'done', changes: 1 });
    expect(told).toEqual([id]);
  });

  test('cut short at any call, before it or after, it goes on, and erases nothing told since', async () => {
    for (const isAfter of [false, true]) {
      for (let at = 1, isCut = true; isCut; at += 1) {
        number += 2;
        nino = ninoOf(number);
        told = [];
        const id = await tell('first');
        const cutting = cutAt(at, isAfter);
        const subjectKey = await subjectOf(id);
        const wanted = { subjectKey, reason: REASON, actor: 'operator' };
        const [cut] = await Promise.allSettled([
          orderErasure(cutting, wanted).then(({ erasureId }) => carryOut(cutting, erasureId)),
        ]);
        isCut = cut.status === 'rejected';
        const isGone = (await openAll(id))[id] === 'erased';
        const isLeft = isGone && (await stateOf(subjectKey)) !== 'done';
        const since = await tell('since');
        const { body } = await erase();
        // Asked once all is done, it is another erasure.
        expect(body).toMatchObject({ state: 'done', keys: 1, changes: isLeft ? 1 : 2 });
        expect([...new Set(told)]).toEqual(isLeft ? [id] : [id, since]);
        expect(await openAll(id, since)).toEqual({
          [id]: 'erased',
          [since]: isLeft ? EMPLOYER : 'erased',
        });
        expect(at).toBeLessThan(100);
      }
    }
  });

  test('reaches what was told under a key that ended since', async () => {
    const other = ninoOf(number + 1);
    const ids = [await tell('one'), await tell('two', other)];
    const identity = { newNino: other, formerNames: null, birthDate: null, reason: 'nino-changed' };
    ids.push(await tell('merge', nino, { fact: 'identity', income: null, identity }));
    const { body } = await erase({ person: { nino: other } });
    // And the end of the key itself.
    expect(body).toMatchObject({ keys: 2, changes: 4 });
    expect(Object.values(await openAll(...ids))).toEqual(['erased', 'erased', 'erased']);
    const said = await intake.codec.decode(
      'Action',
      await intake.waitingFor('told.actions.intake'),
    );
    const destroyed = said.flatMap((one) =>
      one.ok && one.value.action === 'keys-destroyed' ? [one.value] : [],
    );
    expect(destroyed.map(({ records }) => records)).toEqual([2, 2]);
    expect(new Set(destroyed.map(({ target }) => target)).size).toBe(2);
  });

  test('is only foreseen in a dry run', async () => {
    const id = await tell('first');
    const { body } = await erase({ dryRun: true });
    expect(body).toMatchObject({ erasureId: null, state: 'dry-run', keys: 1, changes: 1 });
    expect(await openAll(id)).toEqual({ [id]: EMPLOYER });
    expect(told).toEqual([]);
    expect(await intake.waitingFor('told.actions.intake')).toEqual([]);
  });

  test('needs a person of whom something was told, named in one way', async () => {
    expect(await erase()).toMatchObject({ status: 422, body: { code: 'person-unknown' } });
    expect((await erase({ subjectKey: 'f'.repeat(32) })).status).toBe(422);
    expect((await erase({ person: { nino: 'QQ12' } })).status).toBe(422);
    const foreign = await intake.http.inject({
      ...{ method: 'POST', url: '/v1/erasures', payload: { person: { nino }, reason: REASON } },
      headers: { authorization: 'Bearer jobcentre' },
    });
    expect(foreign.statusCode).toBe(403);
  });

  test('says what is still kept, and until when', async () => {
    await tell('first');
    const { body } = await erase();
    const names = body.remains.map(({ topic }: { topic: string }) => topic);
    expect(names).toContain('told.submissions.jobcentre');
    expect(names).not.toContain('told.changes');
  });
});

const shown = (erasureId: string) => ({
  ...{ method: 'GET' as const, url: `/v1/erasures/${erasureId}` },
  headers: { authorization: 'Bearer operator' },
});

async function subjectOf(changeId: string): Promise<string> {
  const text = 'SELECT subject_key AS key FROM accepted_change WHERE change_id = $1';
  const { rows } = await intake.db.query<{ key: string }>({ name: 'test_subject', text }, [
    changeId,
  ]);
  return rows[0]?.key ?? '';
}

async function stateOf(subjectKey: string): Promise<string | undefined> {
  const text = 'SELECT state FROM erasure WHERE subject_key = $1';
  const { rows } = await intake.db.query<{ state: string }>({ name: 'test_state', text }, [
    subjectKey,
  ]);
  return rows[0]?.state;
}

/** What erasing is given, of which the call with this number fails: before it does anything, or when all is done. */
function cutAt(at: number, isAfter: boolean) {
  let calls = 0;
  const cut =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      calls += 1;
      const isCut = calls === at;
      if (isCut && !isAfter) throw new Error('killed');
      const answer = await call(...given);
      if (isCut) throw new Error('killed');
      return answer;
    };
  const { keys } = testKeys;
  const { db } = intake;
  return {
    ...erasing(),
    db: { ...db, query: cut(db.query), transaction: cut(db.transaction) } as typeof db,
    keys: { ...keys, destroy: cut(keys.destroy), standing: cut(keys.standing) },
    callGateway: cut(gateway) as ServiceCaller,
  };
}

test('a key file put back from a backup is emptied again at the next start', async () => {
  const id = await tell('first');
  const backup = fs.readFileSync(testKeys.file);
  await erase();
  const now = fs.readFileSync(testKeys.file);
  fs.writeFileSync(testKeys.file, Buffer.concat([backup, now.subarray(backup.length)]));
  expect(await openAll(id)).toEqual({ [id]: EMPLOYER });
  await destroyAgain(intake.db, testKeys.open(true));
  expect(await openAll(id)).toEqual({ [id]: 'erased' });
});

test('intake starts with the keys that its changes are sealed with, or not at all', async () => {
  await keepKeyStore(intake.db, testKeys.keys);
  await keepKeyStore(intake.db, testKeys.open(true));
  const other = await openTestKeys();
  for (const keys of [undefined, other.keys]) {
    await expect(keepKeyStore(intake.db, keys)).rejects.toMatchObject({ code: 'invalid-config' });
  }
  other.close();
  await testKeys.whileAway(() =>
    expect(keepKeyStore(intake.db, testKeys.keys)).rejects.toMatchObject({
      code: 'keys-unavailable',
    }),
  );
});

test('keys are destroyed, also once more, by nobody while they are wrapped anew', async () => {
  await tell('kept');
  expect(await isDoneWhileLocked(intake.db, () => erase())).toBe(false);
  // As if a backup of the key file had come back.
  const { keys } = testKeys;
  const names = (
    await intake.db.query<{ names: readonly KeyName[] }>({
      name: 'test_destroyed',
      text: 'SELECT data_keys AS names FROM erasure ORDER BY ordered_at DESC LIMIT 1',
    })
  ).rows.flatMap((row) => row.names);
  const back = { ...keys, standing: async () => names };
  expect(await isDoneWhileLocked(intake.db, () => destroyAgain(intake.db, back))).toBe(false);
});
