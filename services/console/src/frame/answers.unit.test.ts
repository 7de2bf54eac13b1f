import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CHANGE, SUBJECT } from '../../test/answers.ts';
import { ORIGIN, openTestConsole, REASON, type TestConsole } from '../../test/open-test-console.ts';

let site: TestConsole;
beforeAll(async () => {
  site = await openTestConsole();
});
afterAll(() => site.close());
afterEach(() => {
  site.backEnds.away.clear();
  site.backEnds.instead.clear();
  site.backEnds.called.length = 0;
});

const TIMELINE = `/people/${SUBJECT}`;
const JSON_WANTED = { headers: { accept: 'application/json' } };

describe('what fails', () => {
  test('is a page for a person and a problem document for a program', async () => {
    const page = await site.get('/nothing');
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.text).toMatch(
      /Page not found[\s\S]*trace id: <code class="console-id">[0-9a-f]{32}</,
    );
    const program = await site.get('/nothing', 'amira', JSON_WANTED);
    expect(JSON.parse(program.text)).toMatchObject({ status: 404, code: 'not-found' });
  });

  test.each([
    ['audit', TIMELINE, 'the ledger (audit)'],
    ['gateway', `/changes/${CHANGE}`, 'the decisions (gateway)'],
  ] as const)('because %s is away says so', async (service, at, named) => {
    site.backEnds.away.add(service);
    const { status, text, headers } = await site.get(at);
    expect([status, headers['retry-after']]).toEqual([503, '5']);
    expect(text).toContain(`The service that has ${named} does not answer.`);
    expect(text).toContain('Try again in 5 seconds.');
  });

  test('within a file is a page, and no half of a file', async () => {
    site.backEnds.away.add('audit');
    const { status, text } = await site.get(`${TIMELINE}/timeline.csv`);
    expect([status, text]).toEqual([503, expect.stringContaining('(audit) does not answer')]);
  });

  test('in the console itself shows a trace id and nothing else', async () => {
    site.backEnds.instead.set('/v1/people', { next: null, marked: 'Zzmark' });
    const { status, text } = await site.get(TIMELINE);
    expect([status, text]).toEqual([500, expect.stringContaining('Something went wrong')]);
    expect(text).not.toMatch(/Zzmark|TypeError|\.ts/);
    const traceId = /console-id">([0-9a-f]{32})/.exec(text)?.[1] ?? 'none';
    expect(
      site.lines.some((line) => line.includes(traceId) && line.includes('"level":"error"')),
    ).toBe(true);
  });

  test.each([
    ['another agency’s', { status: 403, code: 'wrong-agency' }, 403, 'You may not do this'],
    ['what there is not', { status: 404, code: 'not-found' }, 404, 'Page not found'],
    ['a place that is none', { status: 422, code: 'invalid-request' }, 422, 'cannot be read'],
    ['too many at once', { status: 418, code: 'teapot' }, 500, 'Something went wrong'],
  ])('since a service refuses %s leaves nothing on the page', async (_, refusal, status, said) => {
    site.backEnds.instead.set('/v1/people', refusal);
    const answer = await site.get(TIMELINE);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(said)]);
    expect(answer.text).not.toContain('CTB-000123');
  });

  test('of an address names the part that is wrong, and not what it says', async () => {
    const { status, text } = await site.get('/search?nonsense=Zzmark');
    expect([status, text]).toEqual([422, expect.stringContaining('nonsense: ')]);
    expect(text).not.toContain('Zzmark');
  });

  test('of health is for programs, whoever asks', async () => {
    const { status, text } = await site.get('/health/ready', 'amira', JSON_WANTED);
    expect([status, JSON.parse(text).status]).toEqual([200, 'ready']);
  });
});

describe('every answer', () => {
  test.each([TIMELINE, '/nothing', '/sign-in', '/search?x=1'])(
    '%s forbids scripts, frames and what is elsewhere, and is not kept',
    async (at) => {
      const { headers } = await site.get(at);
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' https://issuer.example; frame-ancestors 'none'; base-uri 'none'",
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers['strict-transport-security']).toBeUndefined();
    },
  );

  test('over https binds browsers to it, and so do the cookies', async () => {
    const secure = await openTestConsole('https://console.example');
    const { headers } = await secure.post('/reason', { reason: REASON });
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    expect(headers['set-cookie']).toMatch(
      /^__Host-reason=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    await secure.close();
  });

  test('but the stylesheet, which bears nobody’s brand and may be kept', async () => {
    const page = await site.get('/search');
    const sheet = /href="(\/assets\/console-[0-9a-f]{16}\.css)"/.exec(page.text)?.[1] ?? '';
    const { text, headers } = await site.get(sheet, 'nobody' as never);
    expect(headers['cache-control']).toContain('immutable');
    expect(text).toContain('.govuk-button');
    expect(text).toContain('.moj-timeline');
    expect(text).not.toMatch(/@font-face|GDS Transport|url\(/);
    expect(page.text).not.toMatch(/crown|GOV\.UK|<svg/i);
  });
});

describe('a reason', () => {
  test('is asked for before anything is shown, and leads on to where the person was going', async () => {
    const { status, headers } = await site.get(`${TIMELINE}?kind=change`, 'amira', {
      withReason: false,
    });
    const next = `/reason?next=${encodeURIComponent(`${TIMELINE}?kind=change`)}`;
    expect([status, headers['location']]).toEqual([303, next]);
    expect(site.backEnds.called).toEqual([]);
    const given = await site.post('/reason', { reason: REASON, next: `${TIMELINE}?kind=change` });
    expect([given.status, given.headers['location']]).toEqual([303, `${TIMELINE}?kind=change`]);
    expect(given.headers['set-cookie']).toMatch(/^reason=.*; HttpOnly; SameSite=Strict$/);
  });

  test('goes along with every look', async () => {
    await site.get(TIMELINE);
    const { path } = site.backEnds.called.at(-1) ?? { path: '' };
    expect(new URLSearchParams(path.split('?')[1]).get('reason')).toBe(REASON);
  });

  test('of one person is none of another’s', async () => {
    const { headers } = await site.post('/reason', { reason: REASON }, 'amira');
    const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? '';
    const theirs = await site.get(TIMELINE, 'ben', { headers: { cookie } });
    expect(theirs.headers['location']).toContain('/reason?next=');
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/a\tb',
    `/${'a'.repeat(2_000)}`,
    '',
  ])('does not lead on to %j', async (next) => {
    const { headers } = await site.post('/reason', { reason: REASON, next });
    expect(headers['location']).toBe('/');
  });

  test('that a form lacks is asked for, and leads back to the form’s page', async () => {
    const send = (referer: string) =>
      site.post('/search/person', { nino: 'QQ123456C' }, 'amira', {
        headers: { cookie: 'reason=none', referer },
      });
    expect((await send(`${ORIGIN}/search`)).headers['location']).toBe('/reason?next=%2Fsearch');
    // As long as our own origin.
    const elsewhere = await send('http://evil123.example/search');
    expect(elsewhere.headers['location']).toBe('/reason?next=%2F');
  });
});
