import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';

/** An audit service that answers, and its issuer. */
let server: http.Server;
let dir: string;
let asked: string[];
let file: string;
let sha256: string;
/** The connection ends in the middle of the file. */
let breaksOff: boolean;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-exports-'));
  server = http.createServer((request, response) => {
    const url = request.url ?? '';
    if (request.method === 'POST') {
      response.setHeader('content-type', 'application/json');
      response.end('{"access_token":"synthetic","token_type":"Bearer","expires_in":600}');
      return;
    }
    asked.push(url);
    if (url.startsWith('/v1/exports/entries/manifest')) {
      response.setHeader('content-type', 'application/json');
      const bytes = Buffer.byteLength(file);
      response.end(JSON.stringify({ ledgerId: 'told.example/a', size: 7, rows: 1, bytes, sha256 }));
    } else if (breaksOff) {
      response.write(file.slice(0, 5), () => response.destroy());
    } else response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const auditor = { agency: 'auditor', clientId: 'auditor', clientSecret: 'synthetic' };
  const profile = {
    ...{ databases: {}, log: { kind: 'embedded', url: 'postgres://nobody@nowhere/told_log' } },
    ...{ registry: {}, auth: { tokenUrl: `${url}/token`, audience: 'told' } },
    services: { audit: { url } },
    clients: [{ ...auditor, scopes: ['audit:read'] }],
  };
  fs.writeFileSync(path.join(dir, 'one.json'), JSON.stringify(profile));
});
afterAll(() => {
  server.close();
  fs.rmSync(dir, { recursive: true });
});
beforeEach(() => {
  for (const one of fs.readdirSync(dir)) if (one !== 'one.json') fs.rmSync(path.join(dir, one));
  asked = [];
  breaksOff = false;
  file = 'index,what\r\n0,created\r\n';
  sha256 = createHash('sha256').update(file).digest('hex');
});

const run = (...args: readonly string[]) =>
  runTold(['--profile', 'one.json', 'exports', 'entries', '--out', 'e.csv', ...args], { cwd: dir });
const read = (name: string): string => fs.readFileSync(path.join(dir, name), 'utf8');

describe('exports entries', () => {
  test('keeps the file and its manifest, both of one size', async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toContain(sha256);
    expect(read('e.csv')).toBe(file);
    expect(JSON.parse(read('e.csv.manifest.json'))).toMatchObject({ size: 7, sha256 });
    expect(asked).toEqual([
      '/v1/exports/entries/manifest?format=csv',
      '/v1/exports/entries?format=csv&size=7&ledger=told.example%2Fa',
    ]);
  });

  test('asks for what it is told', async () => {
    const { code } = await run(
      ...['--format', 'ndjson', '--kind', 'decision', '--agency', 'luton'],
      ...['--from', '2010-04-05T00:00:00+01:00', '--until', '2010-05-01T00:00:00Z'],
    );
    expect(code).toBe(0);
    expect(Object.fromEntries(new URL(`http://a${asked[0]}`).searchParams)).toEqual({
      ...{ format: 'ndjson', kind: 'decision', agency: 'luton' },
      ...{ from: '2010-04-04T23:00:00.000Z', until: '2010-05-01T00:00:00.000Z' },
    });
  });

  test('keeps nothing under its name that is not what the manifest says', async () => {
    sha256 = '0'.repeat(64);
    const { code, err } = await run();
    expect([code, err.includes('not what the manifest says')]).toEqual([4, true]);
    expect(fs.readdirSync(dir).sort()).toEqual(['e.csv.part', 'one.json']);
  });

  test('says that a file broke off, and what to do', async () => {
    breaksOff = true;
    const { code, err } = await run();
    expect([code, err.includes('did not arrive whole')]).toEqual([3, true]);
    breaksOff = false;
    expect((await run()).code).toBe(0);
  });

  test.each(['e.csv', 'e.csv.manifest.json'])('writes not over %s', async (name) => {
    fs.writeFileSync(path.join(dir, name), 'kept');
    const { code } = await run();
    expect([code, read(name), asked]).toEqual([2, 'kept', []]);
  });

  test.each([
    ['--from', '2010-04-05'],
    ['--until', '2010-13-05T00:00:00Z'],
    ['--format', 'xlsx'],
    ['--agency', 'Luton Council'],
  ])('%s %s is a mistake of the caller', async (...option) => {
    expect((await run(...option)).code).toBe(2);
  });
});
