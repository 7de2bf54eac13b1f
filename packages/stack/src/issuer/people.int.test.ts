import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { listClients } from './clients.ts';
import { CONSOLE_SCOPES } from './personas.ts';
import { type Issuer, startIssuer } from './start-issuer.ts';
import { type Browser, openBrowser } from './test/browse.ts';

const CONSOLE = 'http://127.0.0.1:8090';
const CALLBACK = `${CONSOLE}/sign-in/callback`;
const VERIFIER = 'a-verifier-of-forty-three-characters-or-more-1';
let dir: string;
let issuer: Issuer;
let browser: Browser;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-issuer-test-'));
  issuer = await startIssuer({ dir, clients: listClients([]), consoleUrl: CONSOLE });
});
beforeEach(() => {
  browser = openBrowser();
});
afterAll(async () => {
  await issuer.close();
  fs.rmSync(dir, { recursive: true });
});

function startUrl(more: Record<string, string> = {}): string {
  const url = new URL(`${issuer.issuer}/auth`);
  const asked = {
    ...{ client_id: 'told-console', response_type: 'code', redirect_uri: CALLBACK },
    ...{ scope: ['openid', ...CONSOLE_SCOPES].join(' '), state: 'a-state', nonce: 'a-nonce' },
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  };
  for (const [name, value] of Object.entries(asked)) {
    if (value !== '') url.searchParams.set(name, value);
  }
  return url.href;
}

/** Up to where the console takes over. */
async function choose(persona: string): Promise<URL> {
  const asked = await browser.get(startUrl());
  const chosen = await browser.post(asked.next, { persona });
  return new URL((await browser.get(chosen.next)).next);
}

type Answer = { readonly status: number; readonly body: Record<string, string> };

async function askToken(fields: Record<string, string>): Promise<Answer> {
  const { clientSecret = '' } =
    issuer.clients.find(({ clientId }) => clientId === 'told-console') ?? {};
  const response = await fetch(issuer.tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`told-console:${clientSecret}`)}`,
      connection: 'close',
    },
    body: new URLSearchParams(fields),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}
const redeem = (code: string, more: Record<string, string> = {}): Promise<Answer> =>
  askToken({
    ...{ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER },
    ...more,
  });
const signIn = async (persona: string): Promise<Answer> =>
  redeem((await choose(persona)).searchParams.get('code') ?? '');

const keys = () => createRemoteJWKSet(new URL(issuer.jwksUrl));
const readAccess = async (token = '') => {
  const options = { issuer: issuer.issuer, audience: 'told', typ: 'at+jwt' };
  return (await jwtVerify(token, keys(), options)).payload;
};
const scopesOf = async ({ body }: Answer) =>
  String((await readAccess(body['access_token']))['scope'] ?? '').split(' ');

describe('a person signs in', () => {
  test('on a page without script that names every persona and says that none exists', async () => {
    const page = await browser.get((await browser.get(startUrl())).next);
    expect(page.status).toBe(200);
    expect(page.text.match(/<button name="persona" value="[a-z-]+"/g)).toHaveLength(4);
    expect(page.text).toContain('None of these people exist');
    expect(page.text).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('and gets a token that names person, client, agency and the scopes of the persona', async () => {
    const back = await choose('amira-auditor');
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
    expect(back.searchParams.get('state')).toBe('a-state');
    const answer = await redeem(back.searchParams.get('code') ?? '');
    expect(answer.status).toBe(200);
    expect(await readAccess(answer.body['access_token'])).toMatchObject({
      ...{ sub: 'amira-auditor', client_id: 'told-console', agency: 'auditor' },
    });
    const { payload } = await jwtVerify(answer.body['id_token'] ?? '', keys(), {
      ...{ issuer: issuer.issuer, audience: 'told-console' },
    });
    expect(payload).toMatchObject({
      sub: 'amira-auditor',
      name: 'Amira Auditor',
      nonce: 'a-nonce',
    });
  });

  test.each([
    ['amira-auditor', ['audit:reveal', 'replay:ask'], ['replay:approve', 'operations:read']],
    ['ben-auditor', ['audit:read', 'replay:approve'], ['audit:reveal', 'operations:read']],
    [
      'olu-operator',
      ['operations:read', 'replay:approve', 'ledger:read'],
      ['audit:read', 'erasure:run'],
    ],
    ['cass-caseworker', [], ['audit:read', 'operations:read', 'replay:ask']],
  ])('%s: no more than the role has, and than the console may ask for', async (who, has, lacks) => {
    const scopes = await scopesOf(await signIn(who));
    expect(scopes).toEqual(expect.arrayContaining(has));
    for (const one of lacks) expect(scopes).not.toContain(one);
  });

  test('and is known the next time, until signed out', async () => {
    await choose('ben-auditor');
    expect((await browser.get(startUrl())).next).toContain(`${CALLBACK}?code=`);
    const out = new URL(`${issuer.issuer}/session/end`);
    out.searchParams.set('client_id', 'told-console');
    out.searchParams.set('post_logout_redirect_uri', `${CONSOLE}/signed-out`);
    const page = await browser.get(out.href);
    expect(page.text).not.toContain('<script');
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const done = await browser.post(`${issuer.issuer}/session/end/confirm`, {
      xsrf,
      logout: 'yes',
    });
    expect(done.next).toBe(`${CONSOLE}/signed-out`);
    expect((await browser.get(startUrl())).next).toContain('/interaction/');
  });

  test('stays signed in by a refresh token, which works once', async () => {
    const { body } = await signIn('ben-auditor');
    const refresh = (token = '') => askToken({ grant_type: 'refresh_token', refresh_token: token });
    const renewed = await refresh(body['refresh_token']);
    expect(await readAccess(renewed.body['access_token'])).toMatchObject({ sub: 'ben-auditor' });
    expect(await scopesOf(renewed)).toContain('replay:approve');
    expect((await refresh(body['refresh_token'])).body).toMatchObject({ error: 'invalid_grant' });
    // Whoever stole it has nothing left either.
    expect((await refresh(renewed.body['refresh_token'])).body).toMatchObject({
      error: 'invalid_grant',
    });
  });
});

describe('nobody signs in', () => {
  test('without PKCE', async () => {
    const { next } = await browser.get(startUrl({ code_challenge: '', code_challenge_method: '' }));
    expect(new URL(next).searchParams.get('error')).toBe('invalid_request');
  });

  test('with another verifier, or with a code that was used', async () => {
    const code = (await choose('ben-auditor')).searchParams.get('code') ?? '';
    const wrong = await redeem(code, { code_verifier: VERIFIER.replace('1', '2') });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    browser = openBrowser();
    const next = (await choose('ben-auditor')).searchParams.get('code') ?? '';
    expect((await redeem(next)).status).toBe(200);
    expect(await redeem(next)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('to go anywhere but the console', async () => {
    const { status, next, text } = await browser.get(
      startUrl({ redirect_uri: 'http://127.0.0.1:8090/elsewhere' }),
    );
    expect([status, next]).toEqual([400, '']);
    expect(text).toContain('The sign-in cannot go on');
  });

  test('as somebody else than the personas, or without having come from the console', async () => {
    const { next } = await browser.get(startUrl());
    expect((await browser.post(next, { persona: 'told-gateway' })).status).toBe(400);
    expect((await browser.post(next, { persona: 'x'.repeat(2_000) })).status).toBe(400);
    const stranger = await openBrowser().post(next, { persona: 'amira-auditor' });
    expect([stranger.status, stranger.next]).toEqual([400, '']);
    const unknown = await openBrowser().get(`${issuer.issuer}/interaction/${randomUUID()}`);
    expect(unknown.status).toBe(400);
  });

  test('through the console as the console itself', async () => {
    const answer = await askToken({ grant_type: 'client_credentials', scope: 'audit:read' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(answer.body['error_description']).toContain('grant type');
  });

  test('where others can reach the console, or where there is none', async () => {
    const start = (consoleUrl?: string) =>
      startIssuer({ dir, clients: listClients([]), ...(consoleUrl && { consoleUrl }) });
    for (const url of ['https://console.example', 'http://10.0.0.7:8090']) {
      await expect(start(url)).rejects.toMatchObject({ code: 'console-not-here' });
    }
    const without = await start();
    const url = startUrl().replace(issuer.issuer, without.issuer);
    expect(await openBrowser().get(url)).toMatchObject({ status: 400, next: '' });
    await without.close();
  });

  test('unseen: the issuer says of itself that it is for development', async () => {
    const response = await fetch(`${issuer.issuer}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({ told_development_issuer: true });
  });
});
