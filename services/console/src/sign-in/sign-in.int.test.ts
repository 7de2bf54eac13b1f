import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHealth, createLogger, createTokenVerifier } from '@told/service';
import { type Issuer, listClients, startIssuer } from '@told/stack';
import type { FastifyInstance } from 'fastify';
import { openPersonBrowser, type PersonBrowser } from '../../test/person-browser.ts';
import { addPage } from '../frame/add-page.ts';
import { openConsole } from '../open-console.ts';
import { openSignIn } from './index.ts';

const CONSOLE = 'http://127.0.0.1:8090';
const MINUTE_MS = 60_000;
const PAGE = '/looked-at?of=one';
let dir: string;
let issuer: Issuer;
let http: FastifyInstance;
let browser: PersonBrowser;
let nowMs: number;
/** The access tokens that a page was given, in turn. */
let given: string[];
/** What was asked of the issuer by the console itself. */
let asked: string[];
let isIssuerAway: boolean;

const startTestIssuer = () =>
  startIssuer({ dir, clients: listClients([]), consoleUrl: CONSOLE, port: portOf(issuer) });
const portOf = (former: Issuer | undefined) => Number(new URL(former?.issuer ?? 'http://x:0').port);

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-sign-in-test-'));
  issuer = await startTestIssuer();
});
afterAll(async () => {
  await issuer.close();
  fs.rmSync(dir, { recursive: true });
});
beforeEach(async () => {
  nowMs = Date.now();
  given = [];
  asked = [];
  isIssuerAway = false;
  http = await open();
  browser = openPersonBrowser(http, CONSOLE);
});
afterEach(() => http.close());

const send = (async (url: string | URL | Request, init?: RequestInit) => {
  asked.push(`${new URL(String(url)).pathname} ${String(init?.body ?? '')}`);
  if (isIssuerAway) throw new TypeError('fetch failed');
  return fetch(url, { ...init, headers: { ...headersOf(init), connection: 'close' } });
}) as typeof fetch;
const headersOf = (init?: RequestInit) => Object.fromEntries(new Headers(init?.headers));

/** A console with one page, which notes the token that services would get. */
async function open(more: { identityMode?: 'production' } = {}): Promise<FastifyInstance> {
  const clock = { nowMs: () => nowMs };
  const auth = {
    ...{ authIssuer: issuer.issuer, authAudience: issuer.audience, authJwksUrl: issuer.jwksUrl },
  };
  const { clientSecret = '' } =
    issuer.clients.find(({ clientId }) => clientId === 'told-console') ?? {};
  const signIn = openSignIn({
    config: {
      ...{ ...auth, consoleUrl: CONSOLE, clientId: 'told-console', clientSecret },
      ...{ signInScopes: ['audit:read', 'replay:approve'], identityMode: 'synthetic' },
      ...{ sessionMinutesMax: 60, sessionIdleMinutes: 20, ...more },
    },
    tokens: createTokenVerifier(auth),
    ...{ clock, fetch: send },
  });
  const console = await openConsole({
    config: {
      ...{ consoleUrl: CONSOLE, agencies: ['luton'], authTokenUrl: issuer.tokenUrl },
      rateLimitPerSecond: 10_000,
    },
    logger: createLogger({ service: 'console', logLevel: 'silent' }),
    ...{ signIn, ready: createHealth(), backEnds: {} as never },
  });
  addPage(console, {
    ...{ path: '/looked-at', scopes: ['audit:read'], template: 'sign-in/message.njk' },
    querystring: {
      ...{ type: 'object', additionalProperties: false },
      properties: { of: { type: 'string' } },
    },
    async read({ person }) {
      given.push(await person.accessToken());
      return { title: `Seen by ${person.name}`, paragraphs: [] };
    },
  });
  return console;
}

const payloadOf = (token = '') =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
const csrfOf = async () =>
  /name="csrf" value="([^"]+)"/.exec((await browser.get(PAGE)).text)?.[1] ?? '';
const sessionCookie = () => browser.cookies.get('told-session') ?? '';

describe('signing in', () => {
  test('leads back to the page, which then asks the services as the person', async () => {
    const first = await browser.get(PAGE);
    expect([first.status, first.next]).toEqual([
      303,
      `${CONSOLE}/sign-in?next=${encodeURIComponent(PAGE)}`,
    ]);
    const seen = await browser.signInAs('amira-auditor', PAGE);
    expect(seen).toMatchObject({ status: 200, url: `${CONSOLE}${PAGE}` });
    expect(seen.text).toContain('Seen by Amira Auditor');
    expect(payloadOf(given[0])).toMatchObject({
      ...{ sub: 'amira-auditor', agency: 'auditor', aud: 'told', scope: 'audit:read' },
    });
  });

  test('gives the browser an id that no program in a page reads, and no token', async () => {
    await browser.signInAs('amira-auditor', PAGE);
    expect(browser.setCookies.length).toBeGreaterThan(1);
    for (const cookie of browser.setCookies) {
      expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax/);
    }
    expect(sessionCookie()).toMatch(/^[\w-]{43}$/);
    expect(browser.setCookies.join()).not.toContain(given[0]);
  });

  test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', ''])(
    'leads nowhere else: %s',
    async (next) => {
      const sign = await browser.get(`/sign-in/start?next=${encodeURIComponent(next)}`);
      const chosen = await browser.post((await browser.get(sign.next)).next, {
        persona: 'amira-auditor',
      });
      const back = await browser.get((await browser.get(chosen.next)).next);
      expect([back.status, back.next]).toEqual([303, `${CONSOLE}/`]);
    },
  );

  test('counts once, in the browser and for the state that it was begun with', async () => {
    const back = async () => {
      const begun = await browser.get(`/sign-in/start?next=${encodeURIComponent(PAGE)}`);
      const asking = await browser.get(begun.next);
      const chosen = await browser.post(asking.next, { persona: 'amira-auditor' });
      return (await browser.get(chosen.next)).next;
    };
    const url = await back();
    const stranger = openPersonBrowser(http, CONSOLE);
    expect(await stranger.get(url)).toMatchObject({ status: 400, next: '' });
    const other = new URL(url);
    other.searchParams.set('state', 'another');
    expect(await browser.get(other.href)).toMatchObject({ status: 400, next: '' });
    // That attempt is over, also with what was right.
    const again = await browser.get(url);
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('not finished')]);
    expect(browser.cookies.has('told-session')).toBe(false);
    nowMs += 11 * MINUTE_MS;
    browser = openPersonBrowser(http, CONSOLE);
    const late = await back();
    nowMs += 11 * MINUTE_MS;
    expect(await browser.get(late)).toMatchObject({ status: 400, next: '' });
  });

  test('makes a new session, and the one before opens nothing any more', async () => {
    browser.cookies.set('told-session', 'planted-by-somebody');
    await browser.signInAs('amira-auditor', PAGE);
    const first = sessionCookie();
    expect(first).not.toBe('planted-by-somebody');
    const begun = await browser.get('/sign-in/start?next=/');
    await browser.open(begun.next);
    expect(sessionCookie()).not.toBe(first);
    browser.cookies.set('told-session', first);
    expect((await browser.get(PAGE)).status).toBe(303);
  });

  test('is refused to whoever has no role, who may come as somebody else', async () => {
    const seen = await browser.signInAs('cass-caseworker', PAGE);
    expect(seen.status).toBe(403);
    expect(seen.text).toContain('You signed in as Cass Caseworker');
    expect(browser.cookies.has('told-session')).toBe(false);
    const again = /href="(\/sign-in\/start[^"]*again=1)"/.exec(seen.text)?.[1] ?? '';
    const choice = await browser.open(again.replaceAll('&amp;', '&'));
    const chosen = await browser.post(choice.url, { persona: 'amira-auditor' });
    // The issuer first ends the session of whoever was known to it: a form that a browser with scripts sends by itself.
    const leaving = await browser.open(chosen.next);
    const action = /action="([^"]+)"/.exec(leaving.text)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(leaving.text)?.[1] ?? '';
    const left = await browser.post(action, { xsrf, logout: 'yes' });
    await browser.open(left.next);
    expect((await browser.get(PAGE)).text).toContain('Seen by Amira Auditor');
  });

  test('opens what the role has and nothing else', async () => {
    const seen = await browser.signInAs('olu-operator', PAGE);
    expect([seen.status, given]).toEqual([403, []]);
  });

  test('is not offered in production by an issuer that asks for no password', async () => {
    await http.close();
    http = await open({ identityMode: 'production' });
    const seen = await openPersonBrowser(http, CONSOLE).get('/sign-in/start');
    expect([seen.status, seen.next]).toEqual([503, '']);
    expect(seen.text).toContain('Signing in is not set up');
  });
});

describe('a session', () => {
  beforeEach(async () => {
    await browser.signInAs('amira-auditor', PAGE);
    given = [];
    asked = [];
  });
  const expectEnded = async () => {
    expect((await browser.get(PAGE)).next).toContain('/sign-in?next=');
    const page = await browser.open(PAGE);
    expect(page.text).toContain('Your session has ended');
    const back = await browser.signInAs('amira-auditor', PAGE);
    expect(back).toMatchObject({ status: 200, url: `${CONSOLE}${PAGE}` });
  };

  test('ends when nothing was asked for a while', async () => {
    for (const _ of [1, 2]) {
      nowMs += 19 * MINUTE_MS;
      expect((await browser.get(PAGE)).status).toBe(200);
    }
    nowMs += 20 * MINUTE_MS;
    await expectEnded();
  });

  test('ends however busy it is', async () => {
    for (let minutes = 0; minutes < 50; minutes += 10) {
      nowMs += 10 * MINUTE_MS;
      expect((await browser.get(PAGE)).status).toBe(200);
    }
    nowMs += 10 * MINUTE_MS;
    await expectEnded();
  });

  test('ends with the process, and people sign in again', async () => {
    await http.close();
    http = await open();
    const { cookies } = browser;
    browser = openPersonBrowser(http, CONSOLE);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    await expectEnded();
  });

  test('renews its token in time, once for all that wait', async () => {
    await browser.get(PAGE);
    expect(asked).toEqual([]);
    nowMs += 9.6 * MINUTE_MS;
    const seen = await Promise.all([browser.get(PAGE), browser.get(PAGE), browser.get(PAGE)]);
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('grant_type=refresh_token');
    expect(new Set(given).size).toBe(2);
    expect(payloadOf(given.at(-1))).toMatchObject({ sub: 'amira-auditor' });
  });

  test('ends when the issuer no longer knows it', async () => {
    await issuer.close();
    issuer = await startTestIssuer();
    nowMs += 9.6 * MINUTE_MS;
    const seen = await browser.get(PAGE);
    expect([seen.status, given]).toEqual([401, []]);
    expect(seen.text).toContain(`/sign-in?next=${encodeURIComponent(PAGE)}`);
    await expectEnded();
  });

  test('lives on its token while the issuer is away, and then says what is the matter', async () => {
    isIssuerAway = true;
    nowMs += 9.6 * MINUTE_MS;
    expect((await browser.get(PAGE)).status).toBe(200);
    nowMs += MINUTE_MS;
    const away = await browser.get(PAGE);
    expect([away.status, away.text]).toEqual([503, expect.stringContaining('sign-in service')]);
    const start = await openPersonBrowser(http, CONSOLE).get('/sign-in/start?next=/a');
    expect([start.status, start.next]).toEqual([503, '']);
    expect(start.text).toContain('/sign-in/start?next=%2Fa');
    isIssuerAway = false;
    expect((await browser.get(PAGE)).status).toBe(200);
  });
});

describe('signing out', () => {
  beforeEach(async () => {
    await browser.signInAs('amira-auditor', PAGE);
    asked = [];
  });

  test('ends the session here and at the issuer, and its tokens', async () => {
    const id = sessionCookie();
    const out = await browser.post('/sign-out', { csrf: await csrfOf() });
    expect(out.next).toContain(`${issuer.issuer}/session/end?`);
    expect(out.next).toContain('client_id=told-console');
    expect(out.next).not.toContain('id_token');
    const confirm = await browser.get(out.next);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(confirm.text)?.[1] ?? '';
    const done = await browser.post(`${issuer.issuer}/session/end/confirm`, {
      xsrf,
      logout: 'yes',
    });
    expect((await browser.open(done.next)).text).toContain('You are signed out');
    expect(asked.some((request) => request.startsWith('/token/revocation token='))).toBe(true);
    expect(browser.cookies.has('told-session')).toBe(false);
    browser.cookies.set('told-session', id);
    expect((await browser.get(PAGE)).status).toBe(303);
  });

  test.each([
    ['without the token of the session', async () => ({}), {}],
    ['with another token', async () => ({ csrf: 'a'.repeat(43) }), {}],
    [
      'from another place',
      async () => ({ csrf: await csrfOf() }),
      { origin: 'https://evil.example' },
    ],
    ['from nowhere', async () => ({ csrf: await csrfOf() }), { origin: 'null' }],
  ])('%s does nothing', async (_, fields, headers) => {
    const refused = await browser.post('/sign-out', await fields(), headers);
    expect([refused.status, refused.next]).toEqual([403, '']);
    expect((await browser.get(PAGE)).status).toBe(200);
  });

  test('works while the issuer is away', async () => {
    const csrf = await csrfOf();
    isIssuerAway = true;
    const out = await browser.post('/sign-out', { csrf });
    expect(out.next).toBe(`${CONSOLE}/signed-out`);
    expect((await browser.get(PAGE)).status).toBe(303);
  });
});
