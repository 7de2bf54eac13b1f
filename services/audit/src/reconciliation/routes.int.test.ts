import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { given, type History } from '../../test/make-history.ts';
import { openReconciliation, type TestReconciliation } from '../../test/open-reconciliation.ts';

let open: TestReconciliation;
let make: History;

beforeAll(async () => {
  open = await openReconciliation();
  make = open.history;
});
afterAll(() => open.close());
beforeEach(() => open.clear());

describe('asked', () => {
  beforeEach(async () => {
    for (const day of [1, 2, 3]) {
      const decidedAt = Date.parse(`2010-05-0${day}T12:00:00Z`) * 1_000;
      await open.enter(
        make.told(day, { acceptedAt: decidedAt }),
        make.decided(day, 1, [given('luton', day), given('jobcentre', 10 + day)], { decidedAt }),
      );
    }
  });

  test.each([
    ['', 6],
    ['?agency=luton', 3],
    ['?from=2010-05-02', 4],
    ['?to=2010-05-02', 4],
    ['?from=2010-05-02&to=2010-05-02&agency=luton', 1],
    ['?from=2010-06-01', 0],
  ])('for %p gives that alone', async (query, count) => {
    const { items, totals, kinds: counted } = await open.report(query);
    expect(items).toHaveLength(count);
    expect(totals).toMatchObject({ released: count, outstanding: count, differences: count });
    expect(counted).toEqual(count === 0 ? {} : { outstanding: count });
    expect(await open.list(query)).toHaveLength(count);
  });

  test.each(['/v1/reconciliation', '/v1/reconciliation/differences'])(
    '%s goes on page by page',
    async (path) => {
      const whole = (await open.get(path)).json().items;
      const paged: unknown[] = [];
      let cursor = '';
      do {
        const page = (await open.get(`${path}?limit=4${cursor}`)).json();
        paged.push(...page.items);
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      expect(paged).toEqual(whole);
      expect(paged).toHaveLength(6);
      const past = Buffer.from('2010-06-30 9 9 9'.slice(0, path.length > 20 ? 16 : 12)).toString(
        'base64url',
      );
      expect((await open.get(`${path}?cursor=${past}`)).json()).toMatchObject({
        items: [],
        next: null,
      });
    },
  );

  test('as CSV has every row, and a header', async () => {
    const file = await open.get('/v1/reconciliation?format=csv&limit=1');
    const [header, ...lines] = file.body.trimEnd().split('\r\n');
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(header).toMatch(/^day,agency,decided,released,/);
    expect(lines).toHaveLength(6);
    expect(lines[1]).toMatch(/^2010-05-01,luton,1,1,/);
  });

  test('by standing gives what is open or wrong', async () => {
    await open.enter(make.answered('luton', 99));
    expect(await open.list('?standing=wrong')).toHaveLength(1);
    expect(await open.list('?standing=open')).toHaveLength(6);
    expect(await open.list('?standing=open&kind=answer-unexplained')).toHaveLength(0);
  });

  const PATHS = ['/v1/reconciliation', '/v1/reconciliation/differences'];
  test.each([
    ['from=2010-05-03&to=2010-05-02', 422, 'date-order'],
    ['to=2010-07-01', 422, 'date-in-future'],
    ['from=2999-01-01', 422, 'date-in-future'],
    ['from=2010-02-30', 422, 'invalid-request'],
    ['agency=Luton', 422, 'invalid-request'],
    ['agency=nobody-knows', 404, 'not-found'],
    ['limit=0', 422, 'invalid-request'],
    ['cursor=nonsense', 422, 'invalid-request'],
    ['day=2010-05-01', 422, 'unknown-field'],
  ])('for %s is refused', async (query, status, code) => {
    for (const path of PATHS) {
      const answer = await open.get(`${path}?${query}`);
      expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    }
  });

  test('for a kind that there is not is refused', async () => {
    expect((await open.get(`${PATHS[1]}?kind=lost`)).statusCode).toBe(422);
  });

  test('by anyone but an auditor is refused', async () => {
    for (const path of PATHS) expect((await open.get(path, 'ledger:read')).statusCode).toBe(403);
  });

  test('before there is a ledger has nothing', async () => {
    await open.audit.asOwner('TRUNCATE ledger, head');
    expect((await open.get('/v1/reconciliation')).statusCode).toBe(404);
  });
});
