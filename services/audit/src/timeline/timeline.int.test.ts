import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Action } from '@told/codec';
import { recordAction, systemClock } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { openAuditHttp } from '../../test/audit-http.ts';
import {
  arrive,
  LEDGER_ID,
  openTestAudit,
  SUBJECT,
  type TestAudit,
} from '../../test/open-audit.ts';
import { createFindErased } from '../openings/find-erased.ts';
import { forgetSome } from '../openings/forget-openings.ts';
import { openLedger } from '../restore/open-ledger.ts';
import { addTimelineRoutes } from './routes.ts';

const OTHER = 'f'.repeat(32);
const CHANGE = '0190a000-0000-7000-8000-000000000001';
const OTHER_CHANGE = '0190a000-0000-7000-8000-000000000002';
const RELEASE = '0190a000-0000-7000-8000-00000000000a';
const START = 1_273_740_300_000_123;
const LUTON = { agency: 'luton', caseReference: 'LTN-1' };
const SAME_REFERENCE = { agency: 'jobcentre', caseReference: 'LTN-1' };
const JOBCENTRE = { agency: 'jobcentre', caseReference: 'JSA-1' };

let audit: TestAudit;
let http: FastifyInstance;
const recorded: Action[] = [];

beforeAll(async () => {
  audit = await openTestAudit();
  http = await openAuditHttp();
  addTimelineRoutes(http, {
    db: audit.db,
    findErased: createFindErased(audit.db, audit.append.markKey),
    record: async (tx, action) => {
      recorded.push(
        await recordAction(tx, action, { ...audit, clock: systemClock, origin: 'audit' }),
      );
    },
  });
  await http.ready();
  await openLedger({ ...audit, logger: { error: () => undefined } as never }, LEDGER_ID);
  const released = (agency: string, releaseId: string) => ({
    ...{ agency, verdict: 'release', reason: null, releaseId },
  });
  await audit.enter([
    arrive({
      kind: 'interest',
      at: START,
      changeId: null,
      cases: [LUTON],
      facts: { agency: 'luton', capacity: 'ctb-claimant', action: 'registered', state: 'final' },
    }),
    arrive({
      at: START + 1,
      changeId: CHANGE,
      cases: [JOBCENTRE],
      facts: { changeId: CHANGE, agency: 'jobcentre', fact: 'income', changeType: 'started' },
    }),
    arrive({
      kind: 'decision',
      at: START + 2,
      changeId: CHANGE,
      cases: [JOBCENTRE, LUTON],
      facts: {
        changeId: CHANGE,
        run: 1,
        recipients: [{ agency: 'jobcentre', verdict: 'own' }, released('luton', RELEASE)],
      },
    }),
    arrive({
      kind: 'outcome',
      at: START + 3,
      changeId: null,
      subjectKey: null,
      cases: [LUTON],
      facts: { agency: 'luton', releaseId: RELEASE, kind: 'applied', reason: null },
    }),
    // Of an earlier change in the same case.
    arrive({
      kind: 'outcome',
      at: START + 4,
      changeId: null,
      subjectKey: null,
      cases: [LUTON],
      facts: { agency: 'luton', releaseId: OTHER_CHANGE, kind: 'no-change', reason: 'same' },
    }),
    // Another person's case, which another agency happens to call the same.
    arrive({
      kind: 'outcome',
      at: START + 5,
      changeId: null,
      subjectKey: null,
      cases: [SAME_REFERENCE],
      facts: { agency: 'jobcentre', releaseId: RELEASE, kind: 'applied', reason: null },
    }),
    arrive({ at: START + 6, changeId: OTHER_CHANGE, subjectKey: OTHER, cases: [] }),
  ]);
});
afterAll(async () => {
  await http.close();
  await audit.close();
});

async function get(path: string, query: Record<string, string> = {}, scope = 'audit:read') {
  const search = new URLSearchParams({ reason: 'a complaint', ...query });
  const answer = await http.inject({
    url: `/v1/${path}?${search}`,
    headers: { authorization: `Bearer ${Buffer.from(scope).toString('base64url')}` },
  });
  return { status: answer.statusCode, body: answer.json() };
}

const kindsOf = (body: { readonly items: readonly { readonly kind: string }[] }) =>
  body.items.map(({ kind }) => kind);

describe('the timeline of a person', () => {
  test('has what was told, decided and answered, the newest first, and nothing of anybody else', async () => {
    const { status, body } = await get(`people/${SUBJECT}/timeline`);
    expect(status).toBe(200);
    expect(kindsOf(body)).toEqual(['outcome', 'outcome', 'decision', 'change', 'interest']);
    expect(body.items[2]).toEqual({
      ledgerId: LEDGER_ID,
      index: 2,
      at: '2010-05-13T08:45:00.000125Z',
      kind: 'decision',
      sentence: 'Decided, run 1: jobcentre: own; luton: release.',
      facts: expect.objectContaining({ run: 1 }),
      erased: false,
      cases: [JOBCENTRE, LUTON],
    });
    expect(body).toMatchObject({ next: null, erasedUntil: null });
  });

  test('is paged without leaving out or repeating anything', async () => {
    const seen: number[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 10; page += 1) {
      const asked: Record<string, string> = { limit: '2', ...(cursor !== '' && { cursor }) };
      const { body } = await get(`people/${SUBJECT}/timeline`, asked);
      seen.push(...body.items.map(({ index }: { index: number }) => index));
      cursor = body.next;
    }
    expect(seen).toEqual([4, 3, 2, 1, 0]);
  });

  test('can be narrowed to a kind, a fact, an agency or a time', async () => {
    const timeline = `people/${SUBJECT}/timeline`;
    expect(kindsOf((await get(timeline, { kind: 'outcome' })).body)).toHaveLength(2);
    expect(kindsOf((await get(timeline, { fact: 'income' })).body)).toEqual([
      'outcome',
      'decision',
      'change',
    ]);
    expect(kindsOf((await get(timeline, { fact: 'address' })).body)).toEqual([]);
    expect(kindsOf((await get(timeline, { agency: 'jobcentre' })).body)).toEqual([
      'decision',
      'change',
    ]);
    const { body } = await get(timeline, { until: '2010-05-13T08:45:00.000Z' });
    expect(body.items).toEqual([]);
  });

  test('says of whom was erased that it was so, and shows what came later', async () => {
    const gone = 'e'.repeat(32);
    const destroyed = arrive(
      {
        ...{ kind: 'action', at: START + 9, changeId: null, subjectKey: gone, cases: [] },
        facts: { action: 'keys-destroyed', recordId: OTHER_CHANGE, records: 1 },
      },
      { topic: 'told.actions.intake' },
    );
    const changeId = '0190a000-0000-7000-8000-000000000009';
    await audit.enter([
      arrive({ at: START + 7, changeId, subjectKey: gone, cases: [] }),
      destroyed,
    ]);
    while (await forgetSome({ db: audit.db, markKey: audit.append.markKey }));
    const refused = await get(`people/${gone}/timeline`);
    expect(refused).toMatchObject({ status: 410, body: { code: 'person-erased' } });
    // The entry stands, and nobody can tell whom it is about.
    expect((await get(`changes/${changeId}/timeline`)).body.items).toMatchObject([
      { kind: 'change', erased: true },
    ]);
    await audit.enter([arrive({ at: START + 10, subjectKey: gone, cases: [] })]);
    expect((await get(`people/${gone}/timeline`)).body).toMatchObject({
      items: [{ kind: 'change', erased: false }],
      erasedUntil: '2010-05-13T08:45:00.000132Z',
    });
  });

  test('keeps who looked, and why, once a look', async () => {
    recorded.length = 0;
    const { body } = await get(`people/${SUBJECT}/timeline`, { limit: '1' });
    await get(`people/${SUBJECT}/timeline`, { limit: '1', cursor: body.next });
    expect(recorded).toMatchObject([
      {
        action: 'timeline-viewed',
        targetKind: 'subject',
        target: SUBJECT,
        reason: 'a complaint',
        actor: 'auditor',
      },
    ]);
  });

  test.each([
    ['without the scope', SUBJECT, {}, 'ledger:read', 403, 'forbidden'],
    ['of nobody', '0'.repeat(32), {}, 'audit:read', 404, 'not-found'],
    ['of no key', 'QQ123456C', {}, 'audit:read', 422, 'invalid-request'],
    ['without a reason', SUBJECT, { reason: '' }, 'audit:read', 422, 'invalid-request'],
    ['beyond the end', SUBJECT, { cursor: 'nonsense' }, 'audit:read', 422, 'invalid-request'],
    ['of no kind', SUBJECT, { kind: 'nonsense' }, 'audit:read', 422, 'invalid-request'],
    [
      ...['with a number as reason', SUBJECT, { reason: 'QQ123456C asked' }, 'audit:read'],
      ...[422, 'names-a-person'],
    ],
  ] as const)('is refused %s', async (_, key, query, scope, status, code) => {
    recorded.length = 0;
    expect(await get(`people/${key}/timeline`, query, scope)).toMatchObject({
      status,
      body: { code },
    });
    expect(recorded).toEqual([]);
  });
});

describe('the timeline of a change', () => {
  test('has its decisions, and the answers to its own releases alone', async () => {
    const { status, body } = await get(`changes/${CHANGE}/timeline`);
    expect(status).toBe(200);
    expect(body.items.map(({ index }: { index: number }) => index)).toEqual([3, 2, 1]);
  });

  test('is refused for a change that nobody told', async () => {
    expect(await get(`changes/${RELEASE}/timeline`)).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });
});
