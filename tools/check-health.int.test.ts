import { execFile } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createAuthority, issueCertificate } from '../packages/stack/src/pki/certificates.ts';

const PROGRAM = path.join(import.meta.dirname, 'check-health.mjs');

let server: http.Server | https.Server | undefined;
afterEach(() => void server?.close());

const answer = (status: number) => (_request: unknown, response: http.ServerResponse) =>
  response.writeHead(status).end('{"code":"not-ready"}');

async function listen(started: http.Server | https.Server): Promise<string> {
  server = started;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return String((server.address() as AddressInfo).port);
}

/** How the program ends, and what it says then. */
async function check(env: Record<string, string>): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM], { env }, (_error, _stdout, said) =>
      resolve({ code: child.exitCode ?? -1, said }),
    );
  });
}

test.each([
  [200, 0, ''],
  [503, 1, '503 {"code":"not-ready"}\n'],
])('a service that answers %d makes the check end with %d', async (status, code, said) => {
  const port = await listen(http.createServer(answer(status)));
  expect(await check({ TOLD_PORT: port })).toEqual({ code, said });
});

test('a service that does not listen is not healthy', async () => {
  const port = await listen(http.createServer(answer(200)));
  server?.close();
  expect(await check({ TOLD_PORT: port })).toMatchObject({ code: 1 });
});

test('over TLS only the service’s own certificate will do', async () => {
  const authority = await createAuthority('Told Once test');
  const own = await issueCertificate(authority, { name: 'intake', hosts: ['intake'] });
  const other = await issueCertificate(authority, { name: 'gateway', hosts: ['gateway'] });
  const port = await listen(https.createServer({ cert: own.cert, key: own.key }, answer(200)));
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-health-test-'));
  const ask = async ({ cert }: typeof own) => {
    const file = path.join(dir, 'cert.pem');
    fs.writeFileSync(file, cert);
    return check({ TOLD_PORT: port, TOLD_TLS_CERT_FILE: file });
  };
  expect(await ask(own)).toEqual({ code: 0, said: '' });
  expect(await ask(other)).toMatchObject({ code: 1 });
  fs.rmSync(dir, { recursive: true });
});
