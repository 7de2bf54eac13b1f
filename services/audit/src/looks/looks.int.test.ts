import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
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
import { openLedger } from '../restore/open-ledger.ts';
import { addLookRoutes } from './routes.ts';

const START = 1_273_740_300_000_123;
const ENTRIES = 40;
let audit: TestAudit;
let http: FastifyInstance;
let recorded: Action[] = [];

beforeAll(async () => {
  audit = await openTestAudit();
  http = await openAuditHttp();
  addLookRoutes(http, {
    db: audit.db,
    record: async (tx, action) => {
      recorded.push(
        await recordAction(tx, action, { ...audit, clock: systemClock, origin: 'audit' }),
      );
    },
  });
  await http.ready();
  await openLedger({ ...audit, logger: { error: () => undefined } as never }, LEDGER_ID);
  // The opening of the ledger is none of these: every fourth is a look, at one person, by two auditors in turn.
  await audit.enter(
    Array.from({ length: ENTRIES }, (_, at) =>
      at % 4 === 3
        ? arrive({
            ...{ kind: 'action', at: START + at, changeId: null, cases: [] },
            facts: {
              ...{ origin: 'audit', action: 'timeline-viewed', recordId: null },
              actor: at % 8 === 3 ? 'amira-auditor' : 'ben-auditor',
            },
          })
        : arrive({
            ...{ at: START + at, subjectKey: null, cases: [] },
            facts: { agency: at % 2 === 0 ? 'luton' : 'jobcentre', fact: 'income' },
          }),
    ),
  );
  await audit.signerFor(LEDGER_ID).sign();
});
beforeEach(() => {
  recorded = [];
});
afterAll(async () => {
  await http.close();
  await audit.close();
});

const bearer = (scope: string) => ({
  authorization: `Bearer ${Buffer.from(scope).toString('base64url')}`,
});
async function list(query: Record<string, string> = {}, scope = 'audit:read') {
  const search = new URLSearchParams({ reason: 'a complaint', ...query });
  const answer = await http.inject({ url: `/v1/entries?${search}`, headers: bearer(scope) });
  return { status: answer.statusCode, body: answer.json() };
}
type Listed = { readonly items: readonly { index: number; kind: string; facts: object }[] };
const indexesOf = ({ items }: Listed) => items.map(({ index }) => index);

describe('the list of entries', () => {
  test('has the newest first, page by page, each once, and says where it ends', async () => {
    const seen: number[] = [];
    let before: string | undefined;
    for (let pages = 0; pages < 20; pages += 1) {
      const { body } = await list({ limit: '7', ...(before && { before }) });
      seen.push(...indexesOf(body));
      if (body.next === null) break;
      before = String(body.next);
    }
    const { body } = await list({ limit: '500' });
    expect(seen).toEqual(indexesOf(body));
    expect(seen.length).toBe(body.size);
    expect(seen).toEqual(seen.toSorted((one, other) => other - one));
    expect((await list({ before: '0' })).body).toMatchObject({ items: [], next: null });
  });

  test.each<[string, Record<string, string>, number]>([
    ['a kind', { kind: 'action' }, 10],
    ['an agency', { agency: 'jobcentre' }, 10],
    ['who acted', { actor: 'ben-auditor' }, 5],
    ['looks', { looks: 'true' }, 10],
    ['looks of somebody', { looks: 'true', actor: 'amira-auditor' }, 5],
    ['a time', { from: '2010-05-13T08:45:00.000Z', until: '2010-05-13T08:45:01.000Z' }, ENTRIES],
    ['another time', { until: '2010-05-13T08:45:00.000Z' }, 0],
  ])('by %s', async (_, query, count) => {
    const { items } = (await list({ limit: '500', ...query })).body;
    const own = items.filter((one: { kind: string }) => one.kind !== 'opening');
    expect(own).toHaveLength(count);
  });

  test('says whom a look was about, and what was done by whom', async () => {
    const { body } = await list({ looks: 'true', limit: '1' });
    expect(body.items[0]).toMatchObject({
      ...{ kind: 'action', subjectKey: SUBJECT, at: expect.stringMatching(/\d{6}Z$/) },
      facts: { action: 'timeline-viewed', actor: 'ben-auditor' },
    });
  });

  test('is recorded with its reason, once for all pages, and refused without', async () => {
    await list();
    await list({ before: '20' });
    expect(recorded).toMatchObject([
      { action: 'entries-viewed', target: 'auditor', reason: 'a complaint', actor: 'auditor' },
    ]);
    for (const page of [{}, { before: '20' }]) {
      const { body } = await list({ reason: 'of QQ123456C', ...page });
      expect(body).toMatchObject({ code: 'names-a-person' });
    }
    expect((await list({}, 'ledger:read')).status).toBe(403);
    expect((await list({ before: '1000' })).body).toMatchObject({ code: 'beyond-the-head' });
    expect((await list({ ledger: 'nobody’s' })).status).toBe(404);
    expect(recorded).toHaveLength(1);
  });
});

describe('a look at a page', () => {
  const view = (payload: object, scope = 'ledger:read') =>
    http.inject({ method: 'POST', url: '/v1/views', headers: bearer(scope), payload });

  test('is recorded under the page’s name', async () => {
    const seen = await view({ page: 'console/ledger', reason: 'monthly check' });
    expect(seen.statusCode).toBe(204);
    expect(recorded).toMatchObject([
      {
        ...{ action: 'page-viewed', targetKind: 'page', target: 'console/ledger' },
        ...{ reason: 'monthly check', actor: 'auditor' },
      },
    ]);
  });

  test.each([
    ['another scope', { page: 'console/ledger', reason: 'a' }, 403, 'changes:read'],
    ['a reason that names a person', { page: 'console/ledger', reason: 'QQ123456C' }, 422],
    ['a page that is none', { page: 'Mrs Sample', reason: 'a' }, 422],
    ['no reason', { page: 'console/ledger' }, 422],
  ])('is refused for %s', async (_, payload, status, scope = 'ledger:read') => {
    expect((await view(payload, scope)).statusCode).toBe(status);
    expect(recorded).toEqual([]);
  });
});
