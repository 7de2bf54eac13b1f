import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createOpenBodies, createSealBodies } from '@told/service';
import { openTestKeys, type TestKeys } from '../../../../packages/service/src/test/open-keys.ts';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { AREA_SECRETS, makeChange } from '../../test/open-intake.ts';
import { addReadTold } from './told-route.ts';

let testKeys: TestKeys;
let intake: HttpIntake;

beforeAll(async () => {
  testKeys = await openTestKeys();
  intake = await openHttpIntake(AREA_SECRETS, createSealBodies(testKeys.keys));
  addReadTold(intake.http, { ...intake, openBodies: createOpenBodies(testKeys.open(false)) });
});
afterAll(async () => {
  await intake.close();
  testKeys.close();
});

async function ask(payload: object, token = 'told') {
  const answer = await intake.http.inject({
    ...{ method: 'POST', url: '/v1/people/told', payload },
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: answer.statusCode, body: answer.json(), text: answer.body };
}
async function tell(key: string, nino: string, more: object = {}): Promise<string> {
  const { status, body } = await intake.tell(key, { ...makeChange(nino), ...more });
  if (status !== 202) throw new Error(`not accepted: ${JSON.stringify(body)}`);
  return body.changeId;
}
async function subjectOf(changeId: string): Promise<string> {
  const text = 'SELECT subject_key AS key FROM accepted_change WHERE change_id = $1';
  const asked = { name: 'test_subject', text };
  const { rows } = await intake.db.query<{ key: string }>(asked, [changeId]);
  return rows[0]?.key ?? '';
}

describe('what was told of a person', () => {
  test('is opened, in order, of all keys of theirs, and of nobody else', async () => {
    const first = await tell('first', 'QQ000011A', { caseReference: 'JSA-1' });
    const other = await tell('other', 'QQ000012A');
    const identity = {
      newNino: 'QQ000012A',
      formerNames: null,
      birthDate: null,
      reason: 'nino-changed',
    };
    await tell('merge', 'QQ000011A', { fact: 'identity', income: null, identity });
    await tell('foreign', 'QQ000013A');
    // Under either key.
    for (const id of [first, other]) {
      const { status, body, text } = await ask({ subjectKey: await subjectOf(id) });
      expect(status).toBe(200);
      expect(body.subjectKeys).toHaveLength(2);
      expect(body.items).toHaveLength(4);
      expect(body.next).toBeNull();
      const [told] = body.items.filter((one: { changeId: string }) => one.changeId === first);
      expect(told).toMatchObject({
        ...{ agency: 'jobcentre', fact: 'income', changeType: 'created', bodyState: 'open' },
        body: { netPence: 9280, who: 'claimant' },
      });
      // The case may be somebody else’s too.
      expect(text).not.toContain('JSA-1');
    }
  });

  test('comes page by page, each once', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 205; at += 1) ids.push(await tell(`many-${at}`, 'QQ000021A'));
    const subjectKey = await subjectOf(ids[0] ?? '');
    const first = await ask({ subjectKey });
    expect(first.body.items).toHaveLength(200);
    const second = await ask({ subjectKey, after: first.body.next });
    const seen = [...first.body.items, ...second.body.items].map((one) => one.changeId);
    expect(seen).toEqual(ids);
    expect(second.body.next).toBeNull();
  });

  test('has no values once the keys are destroyed, and waits while they are away', async () => {
    const id = await tell('erased', 'QQ000031A');
    const subjectKey = await subjectOf(id);
    const away = await testKeys.whileAway(() => ask({ subjectKey }));
    expect(away).toMatchObject({ status: 503, body: { code: 'dependency-unavailable' } });
    await testKeys.keys.destroy(await testKeys.keys.standing([subjectKey]));
    expect((await ask({ subjectKey })).body.items).toMatchObject([
      { changeId: id, body: null, bodyState: 'erased' },
    ]);
  });

  test('is the services’ own to ask for', async () => {
    const subjectKey = 'a'.repeat(32);
    expect((await ask({ subjectKey }, 'jobcentre')).status).toBe(403);
    expect((await ask({ subjectKey }, 'operator')).status).toBe(403);
    expect((await ask({ subjectKey: 'QQ123456C' })).status).toBe(422);
  });
});
