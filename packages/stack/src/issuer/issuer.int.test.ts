import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { listClients } from './clients.ts';
import { type Issuer, startIssuer } from './start-issuer.ts';

const clients = listClients(['central-bedfordshire', 'luton', 'jobcentre']);
let dir: string;
let issuer: Issuer;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-issuer-test-'));
  issuer = await startIssuer({ dir, clients });
});

afterAll(async () => {
  await issuer.close();
  fs.rmSync(dir, { recursive: true });
});

const secretOf = (clientId: string, from = issuer): string =>
  from.clients.find((client) => client.clientId === clientId)?.clientSecret ?? '';

async function requestToken(clientId: string, scope: string, secret = secretOf(clientId)) {
  const response = await fetch(issuer.tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}`, connection: 'close' },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  const body = (await response.json()) as Record<string, string>;
  return { status: response.status, body };
}

describe('startIssuer', () => {
  test('issues a signed token that names agency, scopes, audience and expiry', async () => {
    const { status, body } = await requestToken('luton', 'changes:write why:read');
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600 });
    const { payload } = await jwtVerify(
      body['access_token'] ?? '',
      createRemoteJWKSet(new URL(issuer.jwksUrl)),
      { issuer: issuer.issuer, audience: 'told', algorithms: ['ES256'], typ: 'at+jwt' },
    );
    expect(payload).toMatchObject({
      agency: 'luton',
      client_id: 'luton',
      scope: 'changes:write why:read',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  });

  test('lets a service act as the bus itself', async () => {
    const { body } = await requestToken('told-gateway', 'identities:resolve');
    const [, payload = ''] = (body['access_token'] ?? '').split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      agency: 'told',
      scope: 'identities:resolve',
    });
  });

  test.each([
    ['a wrong secret', 'luton', 'wrong'],
    ["another client's secret", 'luton', undefined],
    ['an unknown client', 'nobody', 'wrong'],
  ])('refuses %s with 401', async (_case, clientId, secret) => {
    const { status, body } = await requestToken(
      clientId,
      'why:read',
      secret ?? secretOf('jobcentre'),
    );
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: 'invalid_client' });
  });

  test("refuses a scope of somebody else's, and gives nothing for an unknown one", async () => {
    const refused = await requestToken('luton', 'identities:resolve');
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error: 'invalid_scope' });
    const unknown = await requestToken('luton', 'everything');
    expect(unknown.body['scope']).toBeUndefined();
  });

  test('publishes the public half of its key only', async () => {
    const response = await fetch(issuer.jwksUrl, { headers: { connection: 'close' } });
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: 'EC', alg: 'ES256' });
    expect(keys[0]).not.toHaveProperty('d');
  });

  test('keeps key and secrets over a restart, gives a new client its own, and lets nobody else read them', async () => {
    const { body } = await requestToken('luton', 'why:read');
    const again = await startIssuer({ dir, clients: listClients(['luton', 'stevenage']) });
    expect(secretOf('luton', again)).toBe(secretOf('luton'));
    expect(secretOf('stevenage', again)).toHaveLength(43);
    const keys = await fetch(again.jwksUrl, { headers: { connection: 'close' } });
    const { kid } = decodeProtectedHeader(body['access_token'] ?? '');
    expect(await keys.json()).toMatchObject({ keys: [{ kid }] });
    await again.close();
    for (const file of fs.readdirSync(dir)) {
      expect(fs.statSync(path.join(dir, file)).mode & 0o077).toBe(0);
    }
  });
});
