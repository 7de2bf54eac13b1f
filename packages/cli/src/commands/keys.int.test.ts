import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createFileKeys, fingerprintOf, type KeyService } from '@told/service';
import { type OpenServices, openServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

const PEOPLE = [1, 2, 3, 4, 5].map((at) => String(at).repeat(32));

let services: OpenServices;
let keys: KeyService;
/** Pieces that are answered before intake is gone; endless unless said otherwise. */
let piecesLeft: number;
let asked: number;

beforeAll(async () => {
  services = await openServices(
    { services: { intake: '' }, clients: { operator: ['operations:read', 'operations:write'] } },
    ({ url, text }, response) => void answer(url, text, response),
  );
});
afterAll(() => {
  keys.close();
  services.close();
});

async function answer(url: string, text: string, response: import('node:http').ServerResponse) {
  asked += 1;
  if (url === '/v1/keys') return response.end(JSON.stringify(await keys.describe()));
  piecesLeft -= 1;
  if (piecesLeft < 0) {
    response.statusCode = 503;
    return response.end('{}');
  }
  const { from, reason } = JSON.parse(text) as { from: number; reason: string };
  expect(reason).toBe('a year is over');
  return response.end(JSON.stringify(await keys.rewrap(from, 2)));
}

const masterKeyFile = () => path.join(services.dir, 'master-key');
const lines = (): readonly string[] =>
  fs.readFileSync(masterKeyFile(), 'utf8').split('\n').filter(Boolean);
const open = (mayWrite: boolean): KeyService =>
  createFileKeys({
    ...{ file: path.join(services.dir, 'data-keys'), masterKeyFile: masterKeyFile(), mayWrite },
  });

beforeEach(async () => {
  keys?.close();
  for (const name of ['data-keys', 'master-key', 'other'])
    fs.rmSync(path.join(services.dir, name), { force: true });
  fs.writeFileSync(masterKeyFile(), randomBytes(32).toString('base64url'));
  keys = open(true);
  await keys.storeId(true);
  await keys.keysFor(PEOPLE);
  piecesLeft = Number.POSITIVE_INFINITY;
  asked = 0;
});

const told = (...args: readonly string[]) =>
  runTold(['--profile', 'one.json', 'keys', ...args], { cwd: services.dir });
const rotate = (...more: readonly string[]) =>
  told('rotate', '--master-key-file', 'master-key', '--reason', 'a year is over', ...more);
const opensAll = async (): Promise<boolean> => {
  const reader = open(false);
  const names = await reader.standing(PEOPLE);
  const bytes = await reader.open(names);
  reader.close();
  return bytes.length === PEOPLE.length && bytes.every((one) => one instanceof Buffer);
};

describe('told keys rotate', () => {
  test('goes on with a new master key, and takes the one before away', async () => {
    const [before] = lines();
    const { code, out } = await rotate();
    expect([code, lines().length, lines()[0] === before]).toEqual([0, 1, false]);
    expect(out).toContain('All 5 data keys are wrapped with the master key ');
    expect(await opensAll()).toBe(true);
    expect(fs.statSync(masterKeyFile()).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(services.dir).sort()).toEqual(['data-keys', 'master-key', 'one.json']);
    const shown = await told('show', '--json');
    const named = fingerprintOf(Buffer.from(lines()[0] ?? '', 'base64url'));
    expect(shown.document()).toMatchObject({ masterKey: named, given: [named] });
  });

  test('that is cut short leaves both keys in the file, and is gone on with', async () => {
    piecesLeft = 1;
    expect((await rotate()).code).not.toBe(0);
    const both = lines();
    expect([both.length, await opensAll()]).toEqual([2, true]);
    piecesLeft = Number.POSITIVE_INFINITY;
    expect((await rotate('--dry-run')).out).toContain('go on with the rotation that is under way');
    expect((await rotate()).code).toBe(0);
    expect([lines(), await opensAll()]).toEqual([both.slice(0, 1), true]);
  });

  test('takes nothing away where intake reads another file', async () => {
    fs.copyFileSync(masterKeyFile(), path.join(services.dir, 'other'));
    const { code, err } = await told(
      ...['rotate', '--master-key-file', 'other', '--reason', 'a year is over'],
    );
    expect([code, err.includes('not in this file; both keys stay in it')]).toEqual([4, true]);
    expect(fs.readFileSync(path.join(services.dir, 'other'), 'utf8')).toContain(lines()[0]);
    expect(await opensAll()).toBe(true);
  });

  test('keeps both where a data key is opened by neither', async () => {
    const file = path.join(services.dir, 'data-keys');
    const harmed = fs.readFileSync(file).fill(0, 64 + 30, 64 + 34);
    fs.writeFileSync(file, harmed);
    const { code, err } = await rotate();
    expect([code, lines().length]).toEqual([4, 2]);
    expect(err).toContain('1 data keys are opened by none of the master keys');
  });

  test('does nothing in a dry run, without a reason, or with a file that holds no key', async () => {
    const before = lines();
    expect((await rotate('--dry-run')).out).toContain('would draw a new master key');
    expect((await told('rotate', '--master-key-file', 'master-key')).code).toBe(2);
    const none = await told('rotate', '--master-key-file', 'one.json', '--reason', 'x');
    expect([none.code, none.err.includes('holds no master key')]).toEqual([2, true]);
    expect([lines(), asked]).toEqual([before, 0]);
  });
});

test('told keys rewrap wraps with what intake was given, and leaves the file alone', async () => {
  const both = [randomBytes(32).toString('base64url'), ...lines()];
  fs.writeFileSync(masterKeyFile(), both.join('\n'));
  const { code, out, err } = await told('rewrap', '--reason', 'a year is over');
  expect([code, lines()]).toEqual([0, both]);
  // Looked at once more, and nothing said twice.
  expect(err.match(/\d(?= data keys wrapped anew)/g)).toEqual(['2', '4', '5']);
  expect(out).toContain('; 5 were not before.');
});
