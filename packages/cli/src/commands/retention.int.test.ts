import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenServices, openServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

let services: OpenServices;
let asked: { readonly url: string; readonly body: unknown }[];
/** Answers of runs, by service, in turn; the last one stays. */
let runs: Record<string, object[]>;
const HOLD = {
  ...{ holdId: '6c1f0f5e-6f7b-4f0e-9a41-7d3f0e1a2b3c', subjectKey: 'a'.repeat(32) },
  ...{ reason: 'appeal', heldBy: 'operator', heldAt: '2010-05-13T10:00:00Z', releasedAt: null },
};

beforeAll(async () => {
  services = await openServices(
    { services: { intake: '/i', gateway: '/g' }, clients: { operator: ['retention:run'] } },
    ({ url, text }, response) => {
      asked.push({ url, body: text === '' ? null : JSON.parse(text) });
      const service = url.slice(1, 2);
      const [first = {}] = runs[service] ?? [];
      if (url.endsWith('/v1/retention/runs')) {
        if ((runs[service]?.length ?? 0) > 1) runs[service]?.shift();
        response.end(JSON.stringify(first));
      } else if (url.endsWith('/v1/holds') && text === '') {
        response.end(JSON.stringify({ items: [HOLD], next: HOLD.holdId }));
      } else if (url.includes('?after=')) {
        response.end(JSON.stringify({ items: [], next: null }));
      } else response.end(JSON.stringify(HOLD));
    },
  );
});
afterAll(() => services.close());
beforeEach(() => {
  asked = [];
  runs = {};
});
const told = (...args: readonly string[]) =>
  runTold(['--profile', 'one.json', 'retention', ...args], { cwd: services.dir });

describe('retention', () => {
  test('lists every class with its days and what ends it', async () => {
    const { code, out } = await told('list');
    expect(code).toBe(0);
    expect(out).toMatch(/submissions +7 +log/);
    expect(out).toMatch(/told +for ever +erasure/);
    expect(out).toMatch(/replays +730 +job +unverified/);
  });

  test('runs as long as there is more, with the days of the file', async () => {
    const answer = { table: 'replay', rows: 20_000, oldest: null, more: true };
    runs = {
      g: [answer, { ...answer, rows: 5, more: false }],
      i: [{ table: 'republish_run', rows: 0, oldest: null, more: false }],
    };
    const { code, out } = await told('run', '--reason', 'the year');
    expect(code).toBe(0);
    expect(out).toMatch(/gateway +replay +20005/);
    const body = { keepDays: 730, dryRun: false, reason: 'the year' };
    expect(asked).toEqual([
      { url: '/g/v1/retention/runs', body: { table: 'replay', ...body } },
      { url: '/g/v1/retention/runs', body: { table: 'replay', ...body } },
      { url: '/i/v1/retention/runs', body: { table: 'republish_run', ...body } },
    ]);
  });

  test('counts alone in a dry run', async () => {
    const answer = { table: 'replay', rows: 3, oldest: '2010-05-13T10:00:00Z', more: false };
    runs = { g: [answer], i: [answer] };
    const { out } = await told('run', '--reason', 'the year', '--dry-run');
    expect(out).toMatch(/would be deleted[\s\S]*3 +2010-05-13T10:00:00Z/);
    expect(asked.map(({ body }) => body)).toMatchObject([{ dryRun: true }, { dryRun: true }]);
  });

  test('holds a person, named in one way, releases, and lists every page', async () => {
    const named = ['--agency', 'luton', '--case', 'CTB-1', '--reason', 'appeal'];
    expect((await told('hold', ...named)).code).toBe(0);
    expect((await told('release', HOLD.holdId, '--reason', 'decided')).code).toBe(0);
    expect((await told('holds')).out).toContain(HOLD.holdId);
    expect(asked).toEqual([
      {
        url: '/i/v1/holds',
        body: { agency: 'luton', caseReference: 'CTB-1', reason: 'appeal' },
      },
      { url: `/i/v1/holds/${HOLD.holdId}/release`, body: { reason: 'decided' } },
      { url: '/i/v1/holds', body: null },
      { url: `/i/v1/holds?after=${HOLD.holdId}`, body: null },
    ]);
    expect((await told('hold', '--reason', 'appeal')).code).toBe(2);
  });
});
