import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { listClients } from './clients.ts';
import { type Issuer, startIssuer } from './start-issuer.ts';

const agencyOf = (id: string) => ({ id, scopes: ['changes:write', 'why:read'] as const });
const clients = listClients(['central-bedfordshire', 'luton', 'jobcentre'].map(agencyOf));
const HOUR_MS = 3_600_000;
let dir: string;
let issuer: Issuer;
let nowMs = Date.parse('2010-05-13T10:00:00Z');

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-issuer-test-'));
  issuer = await startIssuer({ dir, clients, rotatable: ['luton'], nowMs: () => nowMs });
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

  test('gives an agency the scopes of its file and no others', async () => {
    expect((await requestToken('luton', 'changes:write')).status).toBe(200);
    const refused = await requestToken('luton', 'operations:write');
    expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_scope']);
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
    const again = await startIssuer({
      dir,
      clients: listClients(['luton', 'stevenage'].map(agencyOf)),
    });
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

describe('an operator gives an agency a new secret', () => {
  type Answer = { status: number; body: Record<string, string>; cache: string | null };

  async function rotate(
    clientId: string,
    overlapSeconds: unknown,
    as = 'operator',
    scope = 'operations:write',
  ): Promise<Answer> {
    const { body } = await requestToken(as, scope);
    const response = await fetch(`${issuer.issuer}/v1/clients/${clientId}/rotate`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${body['access_token']}`,
        'content-type': 'application/json',
        connection: 'close',
      },
      body: JSON.stringify({ overlapSeconds }),
    });
    const cache = response.headers.get('cache-control');
    return {
      status: response.status,
      body: (await response.json()) as Record<string, string>,
      cache,
    };
  }
  const opens = async (secret: string): Promise<boolean> =>
    (await requestToken('luton', 'why:read', secret)).status === 200;
  const read = (): string => fs.readFileSync(path.join(dir, 'client-secrets.json'), 'utf8');

  test('both secrets are accepted until the overlap ends, then the former is refused', async () => {
    const former = secretOf('luton');
    const seen: string[] = [];
    issuer.onRotated(() => seen.push(secretOf('luton')));
    const { status, body, cache } = await rotate('luton', 24 * 3600);
    expect([status, cache]).toEqual([200, 'no-store']);
    const newest = body['clientSecret'] ?? '';
    expect(newest).toHaveLength(43);
    expect(newest).not.toBe(former);
    expect(seen).toEqual([newest]);
    expect(body['formerUntil']).toBe(new Date(nowMs + 24 * HOUR_MS).toISOString());
    expect([await opens(former), await opens(newest), await opens('wrong')]).toEqual([
      true,
      true,
      false,
    ]);

    const second = await rotate('luton', 3600);
    expect([second.status, second.body['code']]).toEqual([409, 'rotation-under-way']);
    nowMs += 24 * HOUR_MS - 1;
    expect(await opens(former)).toBe(true);
    nowMs += 1;
    expect([await opens(former), await opens(newest)]).toEqual([false, true]);
  });

  test('both are known after a restart, and the former is gone from the file once it is over', async () => {
    const former = secretOf('luton');
    const newest = (await rotate('luton', 3600)).body['clientSecret'] ?? '';
    const restart = () => startIssuer({ dir, clients, nowMs: () => nowMs });
    const again = await restart();
    expect(secretOf('luton', again)).toBe(newest);
    expect(read()).toContain(former);
    await again.close();
    expect(await opens(former)).toBe(true);
    nowMs += HOUR_MS;
    await (await restart()).close();
    expect(read()).not.toContain(former);
    expect(read()).toContain(newest);
  });

  test('without an overlap every former secret ends at once', async () => {
    const oldest = secretOf('luton');
    const older = (await rotate('luton', 3600)).body['clientSecret'] ?? '';
    const newest = (await rotate('luton', 0)).body['clientSecret'] ?? '';
    expect([await opens(oldest), await opens(older), await opens(newest)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(fs.statSync(path.join(dir, 'client-secrets.json')).mode & 0o077).toBe(0);
  });

  test('nobody else may, and only for an agency', async () => {
    const before = read();
    expect((await rotate('luton', 0, 'luton', 'why:read')).status).toBe(403);
    expect((await rotate('luton', 0, 'operator', 'operations:read')).status).toBe(403);
    expect((await rotate('told-intake', 0)).status).toBe(404);
    expect((await rotate('nobody', 0)).status).toBe(404);
    for (const overlap of [-1, 1.5, 32 * 24 * 3600, '24h']) {
      expect((await rotate('luton', overlap)).status).toBe(422);
    }
    expect(read()).toBe(before);
  });
});
