import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createHealth,
  createHttpServer,
  createLogger,
  createOpenBodies,
  createSealBodies,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { openTestKeys, type TestKeys } from '../../../../packages/service/src/test/open-keys.ts';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { AREA_SECRETS, makeChange } from '../../test/open-intake.ts';
import { addRevealChange } from './routes.ts';

const EMPLOYER = 'Zzmark Employer';
const INCOME = { who: 'claimant', kind: 'employed', employer: EMPLOYER, payPeriod: 'weekly' };
const NINO = 'QQ123456A';
const REASON = 'complaint 4711';
const NOBODYS = '0190a000-0000-5000-8000-00000000ffff';

let testKeys: TestKeys;
let intake: HttpIntake;
let http: FastifyInstance;
let changeId: string;

beforeAll(async () => {
  testKeys = await openTestKeys();
  intake = await openHttpIntake(AREA_SECRETS, createSealBodies(testKeys.keys));
  http = await createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://issuer.example/token' },
    logger: createLogger({ service: 'intake', logLevel: 'silent' }),
    title: 'Told Once: intake',
    auth: {
      // A token is an agency and a scope.
      verify: async (token) => {
        const [agency = '', scope = ''] = Buffer.from(token, 'base64url').toString().split(' ');
        return { agency, clientId: 'amira-auditor', scopes: new Set([scope]) };
      },
    },
    ready: createHealth(),
    checkAnswers: true,
  });
  addRevealChange(http, {
    ...intake,
    ...{ openBodies: createOpenBodies(testKeys.keys), origin: 'intake' },
  });
  await http.ready();
  const told = await intake.tell('reveal-1', { ...makeChange(NINO), income: INCOME });
  changeId = told.body.changeId;
});
afterAll(async () => {
  await http.close();
  await intake.close();
  testKeys.close();
});
beforeEach(() => intake.emptyOutbox());

async function reveal({
  id = changeId,
  as = 'auditor audit:reveal',
  reason = REASON,
}: {
  readonly id?: string;
  readonly as?: string;
  readonly reason?: string;
} = {}) {
  const answer = await http.inject({
    method: 'POST',
    url: `/v1/changes/${id}/reveal`,
    headers: { authorization: `Bearer ${Buffer.from(as).toString('base64url')}` },
    payload: { reason },
  });
  return { status: answer.statusCode, text: answer.payload, body: answer.json() };
}

async function recorded() {
  const values = await intake.waitingFor('told.actions.intake');
  const actions = await intake.codec.decode('Action', values);
  return actions.map((one) => (one.ok ? one.value : one.error));
}

describe('POST /v1/changes/{changeId}/reveal', () => {
  test('tells an auditor what the change says, and records who looked at it and why', async () => {
    const { status, body } = await reveal();
    expect([status, body.fact]).toEqual([200, 'income']);
    expect(body.values).toMatchObject({ employer: EMPLOYER, payPeriod: 'weekly' });
    expect(await recorded()).toEqual([
      expect.objectContaining({
        ...{ action: 'values-revealed', targetKind: 'subject', recordId: changeId },
        ...{ reason: REASON, actor: 'amira-auditor' },
      }),
    ]);
  });

  test.each([
    ['another agency with the scope', { as: 'luton audit:reveal' }, 403],
    ['an auditor without the scope', { as: 'auditor audit:read' }, 403],
    ['an auditor whose reason names a person', { reason: `about ${NINO}` }, 422],
    ['an auditor without a reason', { reason: ' ' }, 422],
    ['an auditor who asks for a change that nobody told', { id: NOBODYS }, 404],
  ])('tells %s nothing', async (_, asked, wanted) => {
    const { status, text } = await reveal(asked);
    expect(status).toBe(wanted);
    expect(text).not.toContain('Zzmark');
    expect(await recorded()).toEqual([]);
  });

  test('while the look cannot be recorded, nothing is shown', async () => {
    await intake.asOwner('REVOKE INSERT ON outbox FROM told_service');
    try {
      const { status, text } = await reveal();
      expect(status).toBeGreaterThanOrEqual(500);
      expect(text).not.toContain('Zzmark');
    } finally {
      await intake.asOwner('GRANT INSERT ON outbox TO told_service');
    }
  });

  test('of what was erased nothing is shown, and that somebody asked is recorded', async () => {
    const told = await intake.tell('reveal-2', { ...makeChange('QQ654321A'), income: INCOME });
    const id: string = told.body.changeId;
    const text = 'SELECT subject_key AS "subjectKey" FROM accepted_change WHERE change_id = $1';
    const { rows } = await intake.db.query<{ subjectKey: string }>(
      { name: 'test_subject_of_change', text },
      [id],
    );
    const keys = await testKeys.keys.standing(rows.map((row) => row.subjectKey));
    expect(await testKeys.keys.destroy(keys)).toBe(1);
    await intake.emptyOutbox();
    expect(await reveal({ id })).toMatchObject({ status: 200, body: { values: null } });
    expect(await recorded()).toHaveLength(1);
  });
});
