import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AnsweringServices, openAnsweringServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';
import { examineReconciliation } from '../doctor/examine-reconciliation.ts';
import { readProfile } from '../profile.ts';

const RELEASE = '1f0c2a34-9b7e-4c11-8d2e-0a1b2c3d4e5f';
const COUNTS = {
  ...{ decided: 1_200, released: 1_000, trimmed: 100, refused: 90, held: 8, own: 2 },
  ...{ answered: 1_100, outstanding: 0, takenBack: 3, takenBackAnswered: 3 },
  ...{ takenBackOutstanding: 0, differences: 0 },
};
const DAY = { day: '2010-05-12', agency: 'luton', ...COUNTS };
const SINCE = '2010-05-13T09:00:00.000Z';
const LOST = {
  ...{ kind: 'answer-unexplained', standing: 'wrong', day: '2010-05-12', agency: 'luton' },
  ...{ changeId: null, decisionId: null, releaseId: RELEASE, number: 1 },
  ...{ ledgerId: 'told.example/a', index: 7, since: SINCE, sentence: 'luton answered it.' },
};

let audit: AnsweringServices;
/** How far behind the service is, each time that it is asked. */
let behind: number[];
let report: object;
let listed: readonly object[];

const answerTo = (line: string): object => {
  const reach = { ledgerId: 'told.example/a', size: 3_600, behind: behind.shift() ?? 0 };
  if (line.includes('/differences')) return { ...reach, items: listed, next: null };
  const page = line.includes('cursor=')
    ? { items: [{ ...DAY, agency: null }], next: null }
    : { items: [DAY], next: 'more' };
  return { ...reach, from: null, to: null, totals: COUNTS, kinds: {}, ...page, ...report };
};

beforeAll(async () => {
  audit = await openAnsweringServices({
    services: ['audit'],
    clients: { auditor: ['audit:read'] },
    answerTo,
  });
});
afterAll(() => audit.close());
beforeEach(() => {
  audit.forget();
  behind = [];
  report = { balanced: true };
  listed = [];
});

const told = (...args: string[]) =>
  runTold(['reconciliation', ...args], { profile: audit.profile });
const differing = (): void => {
  report = {
    ...{ balanced: false, kinds: { 'answer-unexplained': 1 } },
    totals: { ...COUNTS, differences: 1 },
  };
  listed = [LOST];
};

describe('told reconciliation', () => {
  test('prints every page, and what they come to', async () => {
    const { code, out } = await told();
    expect(code).toBe(0);
    expect(out).toMatch(/^2010-05-12 +luton +1,200 +1,000 +100 /m);
    expect(out).toMatch(/^2010-05-12 +\(nobody\) /m);
    expect(out).toMatch(/^ +together +1,200 /m);
    expect(out).toMatch(/^differences +none$/m);
    expect(audit.asked().map(({ line }) => line)).toEqual([
      'GET /v1/reconciliation?limit=1000',
      'GET /v1/reconciliation?limit=1000&cursor=more',
    ]);
  });

  test('asks for what it is told', async () => {
    const which = ['--agency', 'luton', '--from', '2010-05-01', '--to', '2010-05-12'];
    await told(...which, '--differences', '--limit', '7', '--cursor', 'abc');
    const asked = 'agency=luton&from=2010-05-01&to=2010-05-12&limit=';
    expect(audit.asked().map(({ line }) => line)).toEqual([
      `GET /v1/reconciliation?${asked}1000`,
      `GET /v1/reconciliation?${asked}1000&cursor=more`,
      `GET /v1/reconciliation/differences?${asked}7&cursor=abc`,
    ]);
  });

  test('ends with 4 when something differs, and says how to see what', async () => {
    differing();
    const { code, err, out } = await told();
    expect([code, out.includes(RELEASE)]).toEqual([4, false]);
    expect(err).toContain('--differences');
  });

  test('lists what differs', async () => {
    differing();
    const { code, out } = await told('--differences');
    expect(code).toBe(4);
    expect(out).toMatch(
      /^2010-05-12 +luton +answer-unexplained +told.example\/a 7 .*luton answered it\.$/m,
    );
  });

  test('with --json is one document, also when something differs', async () => {
    differing();
    const answer = await told('--differences', '--json');
    expect(answer.document()).toMatchObject({
      ...{ balanced: false, items: [DAY, { agency: null }], listed: [LOST], next: null },
    });
  });

  test('waits until everything is counted', async () => {
    behind = [400, 200, 0, 0];
    expect((await told()).code).toBe(0);
    expect(audit.asked()).toHaveLength(4);
  });

  test.each([
    ['--from', '2010-02-30'],
    ['--to', 'yesterday'],
    ['--agency', 'Luton Council'],
    ['--limit', '0'],
  ])('%s %s is a mistake of the caller', async (...option) => {
    expect((await told(...option)).code).toBe(2);
    expect(audit.asked()).toEqual([]);
  });
});

describe('the doctor’s line', () => {
  const examine = async (nowMs: number) =>
    (await examineReconciliation(readProfile(audit.profile, '/'), nowMs))[0];
  const later = (seconds: number): number => Date.parse(SINCE) + seconds * 1_000;

  test('is green while nothing differs', async () => {
    expect(await examine(later(0))).toEqual({
      ...{ ok: true, part: 'reconciliation' },
      state: '1100 released, 1100 answered',
    });
  });

  test('is green while an answer may be ahead of its decision, and red after', async () => {
    differing();
    expect(await examine(later(119))).toMatchObject({ ok: true });
    expect(await examine(later(121))).toMatchObject({
      ...{ ok: false, fix: expect.stringContaining('docs/how-to/reconcile.md') },
      state: '1100 released, 1100 answered; answer-unexplained: 1',
    });
    expect(audit.asked().at(-1)?.line).toContain('standing=wrong');
  });
});
