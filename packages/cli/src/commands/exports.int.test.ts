import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenServices, openServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

/** An audit service that answers. */
let services: OpenServices;
let dir: string;
let asked: string[];
let file: string;
let sha256: string;
/** The connection ends in the middle of the file. */
let breaksOff: boolean;

beforeAll(async () => {
  services = await openServices(
    { services: { audit: '' }, clients: { auditor: ['audit:read'] } },
    ({ url }, response) => {
      asked.push(url);
      if (url.startsWith('/v1/exports/entries/manifest')) {
        const bytes = Buffer.byteLength(file);
        const manifest = { ledgerId: 'told.example/a', size: 7, rows: 1, bytes, sha256 };
        response.end(JSON.stringify(manifest));
      } else if (breaksOff) {
        response.write(file.slice(0, 5), () => response.destroy());
      } else response.end(file);
    },
  );
  dir = services.dir;
});
afterAll(() => services.close());
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
