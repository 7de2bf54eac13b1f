import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CHANGE, EMPLOYER, SUBJECT } from '../../test/answers.ts';
import { ORIGIN, openTestConsole, REASON, type TestConsole } from '../../test/open-test-console.ts';
import { csrfTokenOf } from '../../test/personas.ts';

const PAGES = [
  '/search',
  '/reason',
  `/people/${SUBJECT}`,
  `/people/${SUBJECT}/timeline.csv`,
  `/changes/${CHANGE}`,
  `/changes/${CHANGE}/agencies/central-bedfordshire`,
];
const FORMS = [
  ['/reason', { reason: REASON }],
  ['/search/reference', { reference: CHANGE }],
  ['/search/case', { agency: 'luton', caseReference: 'CTB-000123' }],
  ['/search/person', { nino: 'QQ123456C' }],
  [`/changes/${CHANGE}/reveal`, { why: REASON }],
] as const;

let site: TestConsole;

beforeAll(async () => {
  site = await openTestConsole();
});
afterAll(() => site.close());
afterEach(() => {
  site.backEnds.called.length = 0;
});

/** Whoever is refused learns nothing, and no service is asked. */
const expectNothing = (text: string): void => {
  expect(text).not.toMatch(/CTB-000123|Zzmark|income|told\.example/);
  expect(site.backEnds.called).toEqual([]);
};

describe('nobody who is not signed in', () => {
  test.each(PAGES)('sees %s, and is led to sign in and back', async (path) => {
    const { status, text, headers } = await site.get(path, 'nobody' as never);
    expect([status, headers['location']]).toEqual([
      303,
      `/sign-in?next=${encodeURIComponent(path)}`,
    ]);
    expectNothing(text);
  });

  test.each(FORMS)('sends %s', async (path, form) => {
    const { status, text } = await site.post(path, form, 'nobody' as never);
    expect(status).toBe(401);
    expect(text).toContain('You are not signed in');
    expectNothing(text);
  });
});

describe('a person whose role does not include it', () => {
  test.each(PAGES)('does not see %s', async (path) => {
    const { status, text } = await site.get(path, 'cass');
    expect(status).toBe(403);
    expect(text).toContain('Your role does not include it.');
    expectNothing(text);
  });

  test.each(FORMS)('does not send %s', async (path, form) => {
    const { status, text } = await site.post(path, form, 'cass');
    expect(status).toBe(403);
    expectNothing(text);
  });

  test('is told so at the first page, too', async () => {
    const { status, text } = await site.get('/', 'cass');
    expect([status, text]).toEqual([403, expect.stringContaining('includes no page')]);
  });

  test('is offered no values where only those are missing, and gets none', async () => {
    const page = await site.get(`/changes/${CHANGE}`, 'ben');
    expect(page.text).toContain('Your role does not include revealing them.');
    expect(page.text).not.toContain('/reveal"');
    site.backEnds.called.length = 0;
    const { status, text } = await site.post(`/changes/${CHANGE}/reveal`, { why: REASON }, 'ben');
    expect(status).toBe(403);
    expectNothing(text);
  });
});

describe('a form that no page of this session sent', () => {
  test.each(FORMS)('is not taken at %s', async (path, form) => {
    const forged = [
      { form: { ...form, csrf: '' }, headers: {} },
      { form: { ...form, csrf: csrfTokenOf('ben') }, headers: {} },
      { form, headers: { origin: 'https://evil.example' } },
      { form, headers: { origin: 'null' } },
      { form, headers: { origin: '' } },
    ];
    for (const one of forged) {
      const { status, text } = await site.post(path, one.form, 'amira', { headers: one.headers });
      expect([status, one]).toEqual([403, one]);
      expect(text).toContain('not sent from a page of this session');
      expectNothing(text);
    }
  });

  test('is taken when one did', async () => {
    const { text } = await site.get(`/changes/${CHANGE}`);
    expect(text).toContain(`name="csrf" value="${csrfTokenOf('amira')}"`);
    const { status } = await site.post(`/changes/${CHANGE}/reveal`, { why: REASON });
    expect(status).toBe(200);
  });

  test('is refused when it has a field that the page has not, or one twice', async () => {
    const more = await site.post('/search/reference', { reference: CHANGE, limit: '1' });
    expect(more.status).toBe(422);
    const twice = await site.http.inject({
      ...{ method: 'POST', url: '/reason' },
      headers: {
        ...{ 'x-persona': 'amira', origin: ORIGIN, accept: 'text/html' },
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: `csrf=${csrfTokenOf('amira')}&reason=a&reason=b`,
    });
    expect(twice.statusCode).toBe(400);
  });
});

describe('values', () => {
  test('are hidden until somebody says why, and the services are asked as that person', async () => {
    const before = await site.get(`/changes/${CHANGE}`);
    expect(before.text).toContain('The values are hidden.');
    expect(before.text).not.toContain(EMPLOYER);
    expect(site.backEnds.called.map(({ service }) => service)).toEqual(['audit', 'gateway']);
    const after = await site.post(`/changes/${CHANGE}/reveal`, { why: 'complaint 4711, point 2' });
    expect(after.text).toContain(EMPLOYER);
    expect(site.backEnds.called.find(({ service }) => service === 'intake')).toEqual({
      ...{ service: 'intake', path: `/v1/changes/${CHANGE}/reveal`, token: 'token-of-amira' },
      body: { reason: 'complaint 4711, point 2' },
    });
    expect((await site.get(`/changes/${CHANGE}`)).text).not.toContain(EMPLOYER);
  });

  test.each([
    ['no reason', ''],
    ['a reason that names a person', 'about QQ 12 34 56 C'],
    ['a reason without end', 'x'.repeat(201)],
  ])('stay hidden with %s', async (_, why) => {
    const { status, text } = await site.post(`/changes/${CHANGE}/reveal`, { why });
    expect(status).toBe(422);
    expect(text).toContain('There is a problem');
    expect(text).not.toContain(EMPLOYER);
    expect(site.backEnds.called.map(({ service }) => service)).not.toContain('intake');
  });

  test('that were erased are said to be', async () => {
    const reveal = `/v1/changes/${CHANGE}/reveal`;
    site.backEnds.instead.set(reveal, { fact: 'income', values: null });
    const { status, text } = await site.post(`/changes/${CHANGE}/reveal`, { why: REASON });
    site.backEnds.instead.delete(reveal);
    expect([status, text]).toEqual([200, expect.stringContaining('were erased')]);
  });
});
