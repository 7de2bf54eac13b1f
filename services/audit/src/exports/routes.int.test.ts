import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHealth, createHttpServer, createLogger } from '@told/service';
import type { FastifyInstance } from 'fastify';
import {
  arrive,
  arriveMany,
  LEDGER_ID,
  openTestAudit,
  type TestAudit,
} from '../../test/open-audit.ts';
import { openLedger } from '../restore/open-ledger.ts';
import { addExportRoutes } from './routes.ts';

let audit: TestAudit;
let http: FastifyInstance;
const CHANGES = 30;
const AT = Date.parse('2010-05-12T10:00:00Z') * 1_000;

beforeAll(async () => {
  audit = await openTestAudit();
  http = await createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://issuer.example/token' },
    logger: createLogger({ service: 'audit', logLevel: 'silent' }),
    title: 'Told Once: audit',
    auth: {
      verify: async (token) => ({
        ...{ agency: 'auditor', clientId: 'auditor', scopes: new Set([token.replace('.', ':')]) },
      }),
    },
    ready: createHealth(),
    checkAnswers: true,
  });
  addExportRoutes(http, { db: audit.db });
  await http.ready();
});
afterAll(async () => {
  await http.close();
  await audit.close();
});

const get = (path: string, scope = 'audit:read') =>
  http.inject({
    url: `/v1/exports/${path}`,
    headers: { authorization: `Bearer ${scope.replace(':', '.')}` },
  });
const linesOf = async (path: string): Promise<string[]> => (await get(path)).body.split(/\r?\n/);

describe('exports', () => {
  test('have nothing before the first head', async () => {
    expect((await get('entries')).json()).toMatchObject({ code: 'not-found' });
    await openLedger({ ...audit, logger: { error: () => undefined } as never }, LEDGER_ID);
    expect((await get('entries/manifest')).json()).toMatchObject({ code: 'beyond-the-head' });
    const outcome = {
      ...({ kind: 'outcome', changeId: null, at: AT } as const),
      facts: { agency: 'luton', releaseId: 'r', kind: 'disputed', reason: '=cmd' },
    };
    await audit.enter([...arriveMany(CHANGES), arrive(outcome)]);
    await audit.signerFor(LEDGER_ID).sign();
    await audit.enter(arriveMany(3)); // no head covers them
  });

  test.each(['csv', 'ndjson'])('as %s are what their manifest says', async (format) => {
    const file = await get(`entries?format=${format}`);
    const manifest = (await get(`entries/manifest?format=${format}`)).json();
    expect(manifest).toMatchObject({
      ...{ manifest: 'told-export/1', format, ledgerId: LEDGER_ID, filters: {} },
      ...{ size: CHANGES + 1, rows: CHANGES + 1, bytes: file.rawPayload.length },
      sha256: createHash('sha256').update(file.rawPayload).digest('hex'),
    });
    expect(manifest.head).toContain(`${LEDGER_ID}\n${CHANGES + 1}\n`);
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename="entries-${CHANGES + 1}.${format}"`,
    );
  });

  test('give a spreadsheet no formula, and programs what is', async () => {
    expect((await get('entries?kind=outcome')).body).toContain(",disputed,'=cmd,");
    const [line = ''] = await linesOf('entries?kind=outcome&format=ndjson');
    expect(JSON.parse(line)).toMatchObject({ index: CHANGES, what: 'disputed', reason: '=cmd' });
  });

  test.each([
    ['kind=change', CHANGES],
    ['kind=outcome&agency=luton', 1],
    ['agency=jobcentre', 0],
    ['from=2010-05-12T10:00:00Z&until=2010-05-12T10:00:01Z', 1],
    ['until=2010-05-12T10:00:00Z', 0],
    ['size=7', 7],
    ['size=0', 0],
  ])('of %s have %p rows', async (question, rows) => {
    expect((await get(`entries/manifest?${question}`)).json()).toMatchObject({ rows });
    expect(await linesOf(`entries?${question}`)).toHaveLength(rows + 2);
  });

  test('of a size stay the same when the ledger has grown', async () => {
    const before = (await get(`entries?size=${CHANGES}`)).body;
    await audit.signerFor(LEDGER_ID).sign();
    expect((await get(`entries?size=${CHANGES}`)).body).toBe(before);
    expect(await linesOf('entries')).toHaveLength(CHANGES + 4 + 2);
  });

  test.each([
    ['kind=nonsense', 422],
    ['format=xlsx', 422],
    ['from=yesterday', 422],
    ['until=2010-05-12T23:59:60Z', 422],
    ['agency=Luton%20', 422],
    ['page=2', 422],
    ['size=1000000', 404],
    ['ledger=other', 404],
  ])('%s is refused', async (question, status) => {
    expect((await get(`entries?${question}`)).statusCode).toBe(status);
    expect((await get(`entries/manifest?${question}`)).statusCode).toBe(status);
  });

  test('need the scope audit:read', async () => {
    expect((await get('entries', 'ledger:read')).statusCode).toBe(403);
    expect((await get('entries/manifest', 'ledger:read')).statusCode).toBe(403);
  });
});
