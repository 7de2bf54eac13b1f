import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';
import { startTestServer } from '../http/test/start-test-server.ts';
import { actorOf } from './caller.ts';
import { createTokenVerifier } from './create-token-verifier.ts';
import { requireScope } from './scopes.ts';

const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
const ISSUER = 'https://issuer.test';
const claims = {
  iss: ISSUER,
  aud: 'told',
  sub: 'luton-1',
  client_id: 'luton-1',
  agency: 'luton',
  scope: 'changes:write changes:read',
  exp: NOW_MS / 1000 + 300,
};
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token verifier', () => {
  let rsa: CryptoKey;
  let ec: CryptoKey;
  let pss: CryptoKey | Uint8Array;
  let foreign: CryptoKey;
  let foreignPublic: CryptoKey;
  let publicPem: string;
  let keys: JWK[];
  let nowMs = NOW_MS;
  let fetches = 0;

  beforeAll(async () => {
    const rsaPair = await generateKeyPair('RS256', { extractable: true });
    const ecPair = await generateKeyPair('ES256');
    rsa = rsaPair.privateKey;
    pss = await importJWK(await exportJWK(rsa), 'PS256');
    ec = ecPair.privateKey;
    ({ privateKey: foreign, publicKey: foreignPublic } = await generateKeyPair('RS256'));
    publicPem = await exportSPKI(rsaPair.publicKey);
    keys = [
      { ...(await exportJWK(rsaPair.publicKey)), kid: 'rsa' },
      { ...(await exportJWK(ecPair.publicKey)), kid: 'ec' },
    ];
  });

  const createVerifier = (answer?: () => Promise<Response>) =>
    createTokenVerifier({
      authIssuer: ISSUER,
      authAudience: 'told',
      authJwksUrl: `${ISSUER}/jwks`,
      clock: { nowMs: () => nowMs },
      fetch: (async () => {
        fetches += 1;
        return answer === undefined ? Response.json({ keys }) : answer();
      }) as typeof fetch,
    });
  const sign = (
    more: object = {},
    header: JWTHeaderParameters = { alg: 'RS256', kid: 'rsa' },
    key: CryptoKey | Uint8Array = rsa,
  ) =>
    new SignJWT({ ...claims, ...more }).setProtectedHeader({ typ: 'at+jwt', ...header }).sign(key);

  test('says who calls, from RS256 and ES256 tokens', async () => {
    const verifier = createVerifier();
    const caller = {
      agency: 'luton',
      clientId: 'luton-1',
      scopes: new Set(['changes:write', 'changes:read']),
    };
    expect(await verifier.verify(await sign())).toEqual(caller);
    expect(await verifier.verify(await sign({}, { alg: 'ES256', kid: 'ec' }, ec))).toEqual(caller);
  });

  test('knows a person from the client through which the person came', async () => {
    const caller = async (more: object) => createVerifier().verify(await sign(more));
    const person = await caller({ sub: 'amira-auditor', client_id: 'told-console' });
    expect(person).toMatchObject({ clientId: 'told-console', subject: 'amira-auditor' });
    expect(actorOf(person)).toBe('amira-auditor');
    for (const byItself of [{}, { sub: undefined }, { client_id: undefined }]) {
      const client = await caller(byItself);
      expect(client).not.toHaveProperty('subject');
      expect(actorOf(client)).toBe('luton-1');
    }
    const elsewhere = '248289761001:f3a1|A/b.c_d-e';
    expect(actorOf(await caller({ sub: elsewhere }))).toBe(elsewhere);
  });

  test.each<[string, () => Promise<string> | string]>([
    ['whose person is an e-mail address', () => sign({ sub: 'amira@council.example' })],
    ['whose person is a name', () => sign({ sub: 'Amira Auditor' })],
    ['whose person is nobody', () => sign({ sub: '' })],
    ['whose person is too long', () => sign({ sub: 'a'.repeat(129) })],
    ['expired', () => sign({ exp: NOW_MS / 1000 - 6 })],
    ['without expiry', () => sign({ exp: undefined })],
    ['not valid yet', () => sign({ nbf: NOW_MS / 1000 + 60 })],
    ['for another audience', () => sign({ aud: 'other' })],
    ['of another issuer', () => sign({ iss: 'https://evil.test' })],
    ['without agency', () => sign({ agency: undefined })],
    ['bound to a proof that we cannot check', () => sign({ cnf: { jkt: 'abc' } })],
    ['with an agency that is not a name', () => sign({ agency: ['luton'] })],
    ['signed with another key', () => sign({}, { alg: 'RS256', kid: 'rsa' }, foreign)],
    ['signed with an unknown key id', () => sign({}, { alg: 'RS256', kid: 'x' }, foreign)],
    ['of another type', () => sign({}, { alg: 'RS256', kid: 'rsa', typ: 'JWT' })],
    ['without a type', () => sign({}, { alg: 'RS256', kid: 'rsa', typ: undefined as never })],
    [
      'that brings its own key',
      async () => {
        const jwk = await exportJWK(foreignPublic);
        return sign({}, { alg: 'RS256', jwk, kid: 'own' }, foreign);
      },
    ],
    [
      'that says where its key is',
      () => sign({}, { alg: 'RS256', kid: 'own', jku: 'https://evil.test/jwks' }, foreign),
    ],
    ['of algorithm none', () => `${base64({ alg: 'none' })}.${base64(claims)}.`],
    ['of PS256, which we do not allow', () => sign({}, { alg: 'PS256', kid: 'rsa' }, pss)],
    ['of a key that is for another algorithm', () => sign({}, { alg: 'RS256', kid: 'ec' })],
    [
      'of HS256 keyed with the public key',
      () => {
        const signed = `${base64({ alg: 'HS256', kid: 'rsa' })}.${base64(claims)}`;
        const mac = createHmac('sha256', publicPem).update(signed).digest('base64url');
        return `${signed}.${mac}`;
      },
    ],
    [
      'tampered with',
      async () => {
        const [header, , signature] = (await sign()).split('.');
        return `${header}.${base64({ ...claims, agency: 'jobcentre' })}.${signature}`;
      },
    ],
    ['not a token', () => 'Asha'],
  ])('refuses a token %s', async (_, token) => {
    const refusal = createVerifier().verify(await token());
    await expect(refusal).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
  });

  test('says which certificate a token is bound to', async () => {
    const bound = await sign({
      cnf: { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' },
    });
    expect(await createVerifier().verify(bound)).toMatchObject({
      certificateDigest: 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2',
    });
  });

  test('allows five seconds between two clocks', async () => {
    await createVerifier().verify(await sign({ exp: NOW_MS / 1000 - 4 }));
  });

  test('believes a verified token without asking again, but not past its expiry', async () => {
    const verifier = createVerifier();
    const token = await sign({ exp: NOW_MS / 1000 + 30 });
    await verifier.verify(token);
    const before = fetches;
    await verifier.verify(token);
    expect(fetches).toBe(before);
    nowMs = NOW_MS + 36_000;
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'unauthorized' });
    nowMs = NOW_MS;
  });

  test.each<[string, () => Promise<Response>]>([
    ['refuses connections', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers 500', async () => new Response('', { status: 500 })],
    ['answers nonsense', async () => new Response('<html>')],
  ])('an issuer that %s is 503, not the caller’s fault', async (_, answer) => {
    const refusal = createVerifier(answer).verify(await sign());
    await expect(refusal).rejects.toMatchObject({ code: 'dependency-unavailable', status: 503 });
  });

  test('a route answers 401 without a token, 403 without the scope, and knows its caller', async () => {
    const server = await startTestServer({ auth: createVerifier() });
    const schema = { operationId: 'x', summary: 'X' };
    server.get('/v1/x', { onRequest: requireScope('changes:read'), schema }, async (request) => ({
      agency: request.caller.agency,
    }));
    const get = (authorization?: string) =>
      server.inject({ url: '/v1/x', headers: authorization ? { authorization } : {} });
    const nobody = await get();
    expect([nobody.statusCode, nobody.json().code]).toEqual([401, 'unauthorized']);
    expect(nobody.headers['www-authenticate']).toContain('Bearer');
    expect((await get('Basic YTpi')).statusCode).toBe(401);
    expect((await get(`Bearer ${await sign({ scope: 'changes:readall' })}`)).statusCode).toBe(403);
    expect((await get(`Bearer ${await sign({ scope: undefined })}`)).statusCode).toBe(403);
    expect((await get(`bearer ${await sign()}`)).json()).toEqual({ agency: 'luton' });
    await server.close();
  });
});
