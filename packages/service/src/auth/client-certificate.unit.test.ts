import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import https from 'node:https';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import {
  type Certificate,
  createAuthority,
  issueCertificate,
} from '../../../stack/src/pki/certificates.ts';
import { listenHttp } from '../http/create-http-server.ts';
import { describeTls } from '../http/describe-tls.ts';
import { captureLog, startTestServer } from '../http/test/start-test-server.ts';
import { callService, createServiceCaller } from './call-service.ts';
import { findConnectionFault } from './client-certificate.ts';
import { createSenders } from './create-senders.ts';
import { requireScope, type TokenVerifier } from './scopes.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const digestOf = (certificate: Certificate): string => {
  const fingerprint = new X509Certificate(certificate.cert).fingerprint256.replaceAll(':', '');
  return Buffer.from(fingerprint, 'hex').toString('base64url');
};

/** The token is `<client>` or `<client>.<digest of its certificate>`. */
const tokens: TokenVerifier = {
  async verify(token) {
    const [client = '', certificateDigest] = token.split('.');
    const scopes = new Set(['things:read']);
    return {
      ...{ agency: 'told', clientId: client, scopes },
      ...(certificateDigest !== undefined && { certificateDigest }),
    };
  },
};

let authority: Certificate;
let foreignAuthority: Certificate;
let own: Certificate;
let luton: Certificate;
let jobcentre: Certificate;
let expired: Certificate;
let foreign: Certificate;
let server: FastifyInstance;
let url: string;
const { logger, lines } = captureLog();

beforeAll(async () => {
  authority = await createAuthority('Told Once test');
  foreignAuthority = await createAuthority('Somebody else');
  own = await issueCertificate(authority, { name: 'told-intake', hosts: ['127.0.0.1'] });
  luton = await issueCertificate(authority, { name: 'luton' });
  jobcentre = await issueCertificate(authority, { name: 'jobcentre' });
  const from = new Date(Date.now() - 3 * DAY_MS);
  expired = await issueCertificate(authority, { name: 'luton', from, validDays: 1 });
  foreign = await issueCertificate(foreignAuthority, { name: 'luton' });
  [server, url] = await start(authority.cert);
});
afterAll(() => server.close());

async function start(clientCa: string | undefined): Promise<[FastifyInstance, string]> {
  const started = await startTestServer({
    config: {
      ...{ rateLimitPerSecond: 100_000, authTokenUrl: 'http://127.0.0.1:1/token' },
      ...{ tlsCert: own.cert, tlsKey: own.key, tlsClientCa: clientCa },
    },
    logger,
    auth: tokens,
  });
  const schema = { operationId: 'readThing', summary: 'Read' };
  started.get(
    '/v1/thing',
    { onRequest: requireScope('things:read'), schema },
    async ({ caller }) => ({ client: caller.clientId }),
  );
  return [started, await listenHttp(started, { host: '127.0.0.1', port: 0 })];
}

interface Asked {
  readonly as?: Certificate;
  readonly token?: string;
  readonly path?: string;
  readonly from?: string;
}

async function ask({ as, token = 'luton', path = '/v1/thing', from = url }: Asked) {
  const request = https.get(`${from}${path}`, {
    ...{ ca: authority.cert, agent: false },
    ...(as && { cert: as.cert, key: as.key }),
    headers: { authorization: `Bearer ${token}`, connection: 'close' },
  });
  const [response] = await once(request, 'response');
  let text = '';
  for await (const part of response) text += String(part);
  return { status: response.statusCode as number, body: JSON.parse(text) };
}

/** The reasons in the log for what `run` caused. */
async function reasonsOf(run: () => Promise<unknown>): Promise<readonly string[]> {
  const before = lines.length;
  await run();
  return lines
    .slice(before)
    .map((line) => JSON.parse(line) as { readonly reason?: string })
    .flatMap(({ reason }) => reason ?? []);
}

describe('a service with a certificate', () => {
  test('answers a client whose certificate is its authority’s and names the token’s client', async () => {
    expect(await ask({ as: luton })).toEqual({ status: 200, body: { client: 'luton' } });
  });

  test.each<[string, () => Certificate | undefined, string]>([
    ['no certificate', () => undefined, 'certificate-missing'],
    ['an expired certificate', () => expired, 'cert-has-expired'],
    ['a certificate of a foreign authority', () => foreign, 'unable-to-verify-leaf-signature'],
    ['a server’s certificate', () => own, 'invalid-purpose'],
    ['the certificate of another client', () => jobcentre, 'certificate-of-another'],
  ])('refuses a client with %s, and says why in the log', async (_, certificate, reason) => {
    const as = certificate();
    const reasons = await reasonsOf(async () => {
      const { status, body } = await ask(as === undefined ? {} : { as });
      expect([status, body.code]).toEqual([401, 'unauthorized']);
    });
    expect(reasons).toEqual([reason]);
  });

  test('refuses a certificate that has expired since the connection was opened', () => {
    const certificate = new X509Certificate(luton.cert);
    const socket = { authorized: true, getPeerX509Certificate: () => certificate };
    const look = (nowMs: number) =>
      findConnectionFault(socket as unknown as tls.TLSSocket, nowMs)?.reason;
    const endsMs = Date.parse(certificate.validTo);
    expect([look(endsMs - 1_000), look(endsMs)]).toEqual([undefined, 'cert-has-expired']);
  });

  test('takes a token that is bound to a certificate with that certificate alone', async () => {
    const token = `anybody.${digestOf(luton)}`;
    expect(await ask({ as: luton, token })).toMatchObject({ status: 200 });
    const reasons = await reasonsOf(async () => {
      expect(await ask({ as: jobcentre, token })).toMatchObject({ status: 401 });
    });
    expect(reasons).toEqual(['certificate-not-bound']);
  });

  test('answers no request that comes without TLS', async () => {
    const plain = fetch(`${url.replace('https:', 'http:')}/health/live`);
    await expect(plain).rejects.toThrow('fetch failed');
  });

  test('tells its health to whoever asks', async () => {
    expect(await ask({ path: '/health/ready' })).toMatchObject({ status: 200 });
  });

  test('asks for no certificate where none is required, but honours a token’s binding', async () => {
    const [open, from] = await start(undefined);
    expect(await ask({ from })).toMatchObject({ status: 200 });
    const token = `luton.${digestOf(luton)}`;
    expect(await ask({ from, as: luton, token })).toMatchObject({ status: 401 });
    await open.close();
  });

  test('speaks TLS 1.2 and newer, with forward secrecy', async () => {
    const { port } = new URL(url);
    const connect = async (more: tls.ConnectionOptions) => {
      const socket = tls.connect({
        host: '127.0.0.1',
        port: Number(port),
        ca: authority.cert,
        ...more,
      });
      try {
        await once(socket, 'secureConnect');
        return [socket.getProtocol(), socket.getCipher().standardName];
      } finally {
        socket.destroy();
      }
    };
    expect(await connect({})).toEqual(['TLSv1.3', expect.stringContaining('GCM')]);
    expect(await connect({ maxVersion: 'TLSv1.2' })).toEqual([
      'TLSv1.2',
      expect.stringMatching(/ECDHE.*(GCM|CHACHA20)/),
    ]);
    // OpenSSL's own floor may be as high; ours must not depend on it.
    expect(describeTls({ ...own, clientCa: undefined }).minVersion).toBe('TLSv1.2');
    const old: tls.ConnectionOptions = {
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    };
    const weak: tls.ConnectionOptions = { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' };
    const reasons = await reasonsOf(async () => {
      await expect(connect(old)).rejects.toThrow();
      await expect(connect(weak)).rejects.toThrow();
      await ask({ as: luton }); // what was refused before is in the log by now
    });
    expect(reasons).toEqual(['err-ssl-unsupported-protocol', 'err-ssl-no-shared-cipher']);
  });
});

describe('a service that calls another', () => {
  const sendersOf = ({ cert, key }: Certificate, clientCa = authority.cert) =>
    createSenders({ tlsCert: cert, tlsKey: key, tlsClientCa: clientCa });

  test('shows its certificate', async () => {
    const { services } = await sendersOf(luton);
    const call = createServiceCaller([url], services);
    expect(await call('/v1/thing', { token: async () => 'luton' })).toEqual({
      ok: true,
      status: 200,
      body: { client: 'luton' },
    });
  });

  test('may use one certificate for both', async () => {
    const both = { name: 'luton', hosts: ['127.0.0.1'], isClientToo: true };
    const { services } = await sendersOf(await issueCertificate(authority, both));
    const call = callService(`${url}/v1/thing`, { token: async () => 'luton', fetch: services });
    expect(await call).toMatchObject({ ok: true });
  });

  test('tells nothing to one whose certificate another authority has signed', async () => {
    const { services } = await sendersOf(luton, foreignAuthority.cert);
    const call = callService(`${url}/v1/thing`, { token: async () => 'luton', fetch: services });
    const refusal: unknown = await call.catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'dependency-unavailable' });
    const { cause } = refusal as { readonly cause: Error };
    expect(cause.cause).toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
  });

  test('trusts Node’s own list alone with what is not of the deployment', async () => {
    const { issuer } = await sendersOf(luton);
    await expect(issuer(url)).rejects.toThrow('fetch failed');
  });
});
