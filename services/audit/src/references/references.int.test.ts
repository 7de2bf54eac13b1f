import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { openAuditHttp } from '../../test/audit-http.ts';
import { arrive, LEDGER_ID, openTestAudit, type TestAudit } from '../../test/open-audit.ts';
import { openLedger } from '../restore/open-ledger.ts';
import { addReferenceRoute } from './routes.ts';

const CONSENT = '00000000-0000-5000-8000-0000000000c1';
const CHANGE = '00000000-0000-5000-8000-0000000000d1';
const RELEASE = '00000000-0000-5000-8000-0000000000e1';
const AT = 1_273_740_300_000_007;
const consent = (version: number) => ({ kind: 'consent', at: AT, consentId: CONSENT, version });
const decision = (run: number) => ({ kind: 'decision', changeId: CHANGE, run });
const outcome = (outcomeNo: number) => ({ kind: 'outcome', at: AT, releaseId: RELEASE, outcomeNo });
let audit: TestAudit;
let http: FastifyInstance;

beforeAll(async () => {
  audit = await openTestAudit();
  http = await openAuditHttp();
  addReferenceRoute(http, audit);
  await http.ready();
  await openLedger({ ...audit, logger: { error: () => undefined } as never }, LEDGER_ID);
  const nobodys = { changeId: null, cases: [] };
  await audit.enter([
    arrive({ at: AT, ...nobodys }),
    arrive({ kind: 'consent', at: AT, ...nobodys, facts: { consentId: CONSENT, version: 1 } }),
    arrive({ kind: 'consent', at: AT, ...nobodys, facts: { consentId: CONSENT, version: 2 } }),
    arrive({ kind: 'decision', changeId: CHANGE, facts: { changeId: CHANGE, run: 1 } }),
    arrive({ kind: 'outcome', at: AT, ...nobodys, facts: { releaseId: RELEASE, outcomeNo: 1 } }),
  ]);
  await audit.signerFor(LEDGER_ID).sign();
  await audit.enter([
    arrive({ kind: 'decision', changeId: CHANGE, facts: { changeId: CHANGE, run: 2 } }),
  ]);
});
afterAll(async () => {
  await http.close();
  await audit.close();
});

async function ask(items: readonly object[], scope = 'ledger:read') {
  const authorization = `Bearer ${Buffer.from(scope).toString('base64url')}`;
  const url = '/v1/ledger/references';
  const answer = await http.inject({
    method: 'POST',
    url,
    headers: { authorization },
    payload: { items },
  });
  return { status: answer.statusCode, body: answer.json() };
}
const indexesOf = async (...items: readonly object[]) =>
  (await ask(items)).body.items.map((one: { index: number } | null) => one?.index ?? null);

describe('where entries are', () => {
  test('is answered in the order asked, by what each says', async () => {
    const { index } = (await ask([consent(1)])).body.items[0];
    expect(await indexesOf(outcome(1), consent(2), decision(1), consent(1))).toEqual([
      ...[index + 3, index + 1, index + 2, index],
    ]);
    expect((await ask([consent(1)])).body).toEqual({ items: [{ ledgerId: LEDGER_ID, index }] });
  });

  test('is null for what is not entered, recorded at another time, or under no head yet', async () => {
    const late = { ...consent(1), at: AT + 1 };
    expect(await indexesOf(consent(3), late, outcome(2), decision(2))).toEqual([
      ...[null, null, null, null],
    ]);
  });

  test.each([
    ['nothing', []],
    ['another kind', [{ kind: 'change', changeId: CHANGE }]],
    ['parts of two kinds', [{ ...consent(1), run: 1 }]],
    ['an id that is none', [{ ...decision(1), changeId: "' OR 1=1" }]],
    ['a number beyond all', [{ ...decision(1), run: 1e300 }]],
    ['more than a page', Array.from({ length: 501 }, () => consent(1))],
  ] as const)('is not asked of %s', async (_, items) => {
    expect((await ask(items)).status).toBe(422);
  });

  test('is for who may read the ledger', async () => {
    expect((await ask([consent(1)], 'audit:read')).status).toBe(403);
  });
});
