import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { renameVerifier } from '@told/ledger';
import {
  DAMAGED,
  entries,
  heads,
  headsOf,
  NAMED_AT,
  nameKey,
  next,
  ORIGIN,
  rewritten,
  SIZES,
  signer,
  signHead,
  succeeded,
  thief,
  writeBundle,
  writeSucceeded,
} from '../../../ledger/test/sample-ledger.ts';
import { runTold } from '../../test/run-told.ts';

/** An audit service that answers, and its issuer. */
let server: http.Server;
let dir: string;
let asked: string[];
/** What the service has. */
let served: {
  entries: readonly string[];
  heads: readonly string[];
  keys: readonly string[];
  /** Notes by which one key names the next, and their entries. */
  successions?: readonly (readonly [note: string, entry: number])[];
};
/** How often it answers that it cannot just now. */
let away: number;

const SIGNED_AT = '2010-05-12T10:00:00.000Z';
const KEY = signer.verifier.text;
/** Fewer than the client asks for, so that there are several pages. */
const PAGE_MAX = 6;

const describeKeys = () =>
  served.keys.map((key, at) => {
    const [succession = null, entry = null] = at === 0 ? [] : (served.successions?.[at - 1] ?? []);
    return { key, succession, entry, since: SIGNED_AT };
  });

function answer(url: URL): object {
  const from = Number(url.searchParams.get('from'));
  const limit = Math.min(PAGE_MAX, Number(url.searchParams.get('limit')));
  if (url.pathname.endsWith('/head')) return { note: served.heads.at(-1), keys: served.keys };
  if (url.pathname.endsWith('/rotate')) return { ...describeKeys().at(-1), ledgerId: ORIGIN };
  if (url.pathname.endsWith('/keys'))
    return { ledgerId: ORIGIN, size: served.entries.length, items: describeKeys() };
  if (url.pathname.endsWith('/heads')) {
    const items = SIZES.map((size, at) => ({ size, note: served.heads[at] }));
    return { items: items.filter(({ size }) => size >= from).slice(0, limit), next: null };
  }
  const rows = served.entries.map((text) => ({ index: JSON.parse(text).index as number, text }));
  return { items: rows.filter(({ index }) => index >= from).slice(0, limit), next: null };
}

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-ledger-'));
  server = http.createServer((request, response) => {
    const isToken = request.url === '/token';
    const isAway = !isToken && away > 0;
    if (isAway) away -= 1;
    if (!isToken) asked.push(request.url ?? '');
    response.statusCode = isAway ? 503 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        isToken
          ? { access_token: 'synthetic', token_type: 'Bearer', expires_in: 600 }
          : answer(new URL(request.url ?? '', 'http://audit')),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const auditor = { agency: 'auditor', clientId: 'auditor', clientSecret: 'synthetic' };
  const profile = {
    ...{ databases: {}, log: { kind: 'embedded', url: 'postgres://nobody@nowhere/told_log' } },
    ...{ registry: {}, auth: { tokenUrl: `${url}/token`, audience: 'told' } },
    services: { audit: { url } },
    clients: [
      { ...auditor, scopes: ['ledger:read'] },
      { ...auditor, agency: 'operator', scopes: ['operations:write'] },
    ],
  };
  fs.writeFileSync(path.join(dir, 'one.json'), JSON.stringify(profile));
  const pinned = renameVerifier(signer.verifier, 'ledger.example/before');
  const pins = { ...profile, ledger: { id: pinned?.name, key: pinned?.text } };
  fs.writeFileSync(path.join(dir, 'pins.json'), JSON.stringify(pins));
});
afterAll(() => {
  server.close();
  fs.rmSync(dir, { recursive: true });
});
beforeEach(() => {
  for (const file of fs.readdirSync(dir))
    if (!file.endsWith('.json')) fs.rmSync(path.join(dir, file));
  asked = [];
  away = 0;
  const newest = signHead(entries, signer, ORIGIN, [`at ${SIGNED_AT}`]);
  served = { entries, heads: [...heads.slice(0, -1), newest], keys: [KEY] };
});

const ledger = (...args: readonly string[]) =>
  runTold(['--profile', 'one.json', 'ledger', ...args], { cwd: dir });
const read = (file: string): string => fs.readFileSync(path.join(dir, file), 'utf8');
const write = (file: string, text: string): string => {
  fs.writeFileSync(path.join(dir, file), text);
  return file;
};
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('ledger head', () => {
  test('says what is signed, by which key, since when', async () => {
    const { code, out } = await ledger('head', '--key', KEY);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`ledger +${ORIGIN}\\nentries +20\\n`));
    expect(out).toMatch(/signed +2010-05-12T10:00:00.000Z, \d+ s ago/);
    expect(out).toContain(KEY);
    expect(out).not.toContain('the one that the service itself names');
  });

  test('of an earlier ledger is asked for by its id', async () => {
    await ledger('export', '--ledger', 'told.example/a b', '--out', 'ledger.ndjson');
    expect(asked.every((path) => path.includes('?ledger=told.example%2Fa+b'))).toBe(true);
  });

  test('says when the key is only what the service itself names', async () => {
    const { code, out } = await ledger('head');
    expect(code).toBe(0);
    expect(out).toContain('The key is the one that the service itself names');
    const { document } = await ledger('head', '--json');
    expect(document()).toMatchObject({
      ...{ ledger: ORIGIN, size: 20, signedAt: SIGNED_AT, signedBy: [KEY], keysFrom: 'service' },
    });
  });

  test('is kept in a file, and not over one that was kept before', async () => {
    expect((await ledger('head', '--out', 'head.txt')).code).toBe(0);
    expect(read('head.txt')).toBe(served.heads.at(-1));
    served = { ...served, heads };
    const again = await ledger('head', '--out', 'head.txt');
    expect([again.code, read('head.txt') === heads.at(-1)]).toEqual([2, false]);
  });

  test.each([
    ['of another key', () => headsOf(entries, thief), 'not signed by a key that is trusted'],
    ['that was altered', () => [heads[3]?.replace('\n20\n', '\n21\n') ?? ''], 'does not hold'],
    ['that is none', () => ['nonsense'], 'is none'],
  ])('%s is refused', async (_, given, says) => {
    served = { ...served, heads: given() };
    const { code, out, err } = await ledger('head', '--key', KEY, '--out', 'head.txt');
    expect([code, out]).toEqual([4, '']);
    expect(err).toContain(says);
    expect(fs.existsSync(path.join(dir, 'head.txt'))).toBe(false);
  });
});

describe('a ledger whose key was rotated', () => {
  beforeEach(() => {
    const over = SIZES.map((size) => succeeded.slice(0, size));
    served = {
      entries: succeeded,
      heads: over.map((some) => signHead(some, some.length > NAMED_AT ? next : signer)),
      keys: [KEY, next.verifier.text],
      successions: [[nameKey(signer), NAMED_AT]],
    };
  });

  test('is followed from the key that was pinned before: head, export and verify', async () => {
    const head = await ledger('head', '--key', KEY, '--json');
    expect(head.document()).toMatchObject({ signedBy: [next.verifier.text] });
    expect((await ledger('export', '--out', 'ledger.ndjson')).code).toBe(0);
    expect(read('ledger.ndjson')).toBe(textOf(writeSucceeded({ heads: served.heads })));
    for (const bundle of [['--bundle', 'ledger.ndjson'], []])
      expect((await ledger('verify', ...bundle, '--key', KEY)).code).toBe(0);
  });

  test.each([
    ['no key that is trusted names', () => nameKey(next), 'not signed by a key that is trusted'],
    ['another ledger names', () => nameKey(signer, next, NAMED_AT, 'other'), 'not signed by a key'],
  ])('is not followed to one that %s', async (_, note, says) => {
    served = { ...served, successions: [[note(), NAMED_AT]] };
    const { code, err } = await ledger('head', '--key', KEY);
    expect([code, err.includes(says)]).toEqual([4, true]);
  });

  test('is not what a key signs that was replaced', async () => {
    served = { ...served, heads: headsOf(succeeded) };
    const { code, err } = await ledger('head', '--key', KEY);
    expect([code, err.includes('a key that another had replaced by then')]).toEqual([4, true]);
  });

  test('says which key signs from where', async () => {
    const { out } = await ledger('keys', 'list');
    expect(out).toMatch(/the first entry +2010-05-12/);
    expect(out).toContain(`${next.verifier.text}  entry 11`);
    expect((await ledger('keys', 'list', '--ledger', 'a b')).code).toBe(0);
    expect(asked.at(-1)).toBe('/v1/ledger/keys?ledger=a%20b');
  });

  test('is rotated by who may, with a reason, or not at all in a dry run', async () => {
    expect((await ledger('keys', 'rotate')).code).toBe(2);
    const dry = await ledger('keys', 'rotate', '--reason', 'a year is over', '--dry-run', '--json');
    expect([dry.document(), asked]).toEqual([{ status: 'not-sent', reason: 'a year is over' }, []]);
    const { code, out } = await ledger('keys', 'rotate', '--reason', 'a year is over');
    expect([code, asked]).toEqual([0, ['/v1/ledger/keys/rotate']]);
    expect(out).toContain(`with another key from entry 11 on:\n  ${next.verifier.text}`);
  });
});

describe('ledger export', () => {
  test('writes the whole of it as a bundle that is sound', async () => {
    const { code, document } = await ledger('export', '--out', 'ledger.ndjson', '--json');
    expect(code).toBe(0);
    expect(document()).toMatchObject({ ledger: ORIGIN, entries: 20, lines: 25 });
    expect(read('ledger.ndjson')).toBe(textOf(writeBundle({ heads: served.heads })));
    const verified = await ledger('verify', '--bundle', 'ledger.ndjson', '--key', KEY);
    expect(verified.code).toBe(0);
    expect(fs.readdirSync(dir).sort()).toEqual(['ledger.ndjson', 'one.json', 'pins.json']);
  });

  test('goes on when the service was away for a moment', async () => {
    away = 1;
    expect((await ledger('export', '--out', 'ledger.ndjson')).code).toBe(0);
    expect(read('ledger.ndjson').split('\n')).toHaveLength(26);
  });

  test('writes over nothing', async () => {
    write('ledger.ndjson', 'kept');
    const { code } = await ledger('export', '--out', 'ledger.ndjson');
    expect([code, read('ledger.ndjson'), asked.length]).toEqual([2, 'kept', 2]);
  });

  test('of fewer entries than the head covers is written, and found out', async () => {
    served = { ...served, entries: entries.slice(0, 15) };
    expect((await ledger('export', '--out', 'short')).code).toBe(0);
    const { code, out } = await ledger('verify', '--bundle', 'short', '--key', KEY);
    expect([code, out.includes('✗ entries 15 to 19 are missing')]).toEqual([4, true]);
  });
});

describe('ledger verify --bundle', () => {
  test.each(DAMAGED)('names %s', async (_, lines, findings) => {
    write('damaged.ndjson', textOf(lines));
    const { code, document } = await ledger(
      ...['verify', '--bundle', 'damaged.ndjson', '--key', KEY, '--json'],
    );
    expect(code).toBe(4);
    const { findings: told } = document() as { findings: readonly object[] };
    expect(told).toEqual(findings.map((one) => expect.objectContaining(one) as unknown));
    expect(asked).toEqual([]);
  });

  test('holds it against heads that were kept', async () => {
    write('anew.ndjson', textOf(writeBundle({ entries: rewritten, heads: headsOf(rewritten) })));
    write('head.txt', heads[1] as string);
    const verify = ['verify', '--bundle', 'anew.ndjson', '--key', KEY];
    expect((await ledger(...verify)).code).toBe(0);
    const { code, out } = await ledger(...verify, '--head', 'head.txt');
    expect(code).toBe(4);
    expect(out).toContain('✗ the signed head of 10 entries is of another history');
  });

  test('asks for no profile, and reads keys from a file', async () => {
    write('ledger.key', `${KEY}\n`);
    write('good.ndjson', textOf(writeBundle()));
    const { code, out } = await runTold(
      ['ledger', 'verify', '--bundle', 'good.ndjson', '--key', 'ledger.key'],
      { cwd: dir },
    );
    expect([code, out.includes('✓ sound')]).toEqual([0, true]);
  });

  test.each([
    ['no key', ['--bundle', 'good.ndjson'], 'give it with --key'],
    ['a key that is none', ['--bundle', 'good.ndjson', '--key', 'good.ndjson'], 'no published key'],
    ['a head that is none', ['--key', KEY, '--head', 'good.ndjson'], 'is no signed head'],
    ['no such bundle', ['--bundle', 'absent', '--key', KEY], 'absent cannot be read: ENOENT'],
    ['a folder', ['--bundle', '.', '--key', KEY], '. cannot be read: EISDIR'],
  ])('%s is a mistake of the caller', async (_, args, says) => {
    write('good.ndjson', textOf(writeBundle()));
    const { code, err } = await ledger('verify', ...args);
    expect([code, err.includes(says)]).toEqual([2, true]);
  });
});

describe('ledger verify, of a running service', () => {
  test('finds it sound, and says whose keys that rests on', async () => {
    const { code, document } = await ledger('verify', '--json');
    expect(code).toBe(0);
    expect(document()).toMatchObject({ sound: true, entries: 20, keysFrom: 'service' });
  });

  test('takes the key of the profile, under the name of the ledger that it follows', async () => {
    const verify = ['--profile', 'pins.json', 'ledger', 'verify', '--json'];
    const { code, document } = await runTold(verify, { cwd: dir });
    expect(code).toBe(0);
    expect(document()).toMatchObject({ sound: true, keysFrom: 'profile' });
    served = { ...served, heads: headsOf(entries, thief), keys: [thief.verifier.text] };
    expect((await runTold(verify, { cwd: dir })).code).toBe(4);
    expect((await ledger('verify')).code).toBe(0);
  });

  test('names the entries between two heads of which one was tampered with', async () => {
    served = { ...served, entries: rewritten };
    const { code, out } = await ledger('verify', '--key', KEY);
    expect(code).toBe(4);
    expect(out).toContain('✗ among the entries 5 to 9 something is not what was signed');
  });

  test('names an entry that is gone, and nothing else', async () => {
    served = { ...served, entries: entries.filter((_, index) => index !== 7) };
    const { code, document } = await ledger('verify', '--key', KEY, '--json');
    expect(code).toBe(4);
    expect(document()).toMatchObject({ findings: [{ kind: 'missing', entry: 7, last: 7 }] });
  });

  test('asks a service whose entries never end for no more than there can be', async () => {
    served = { ...served, entries: entries.map(() => entries[3] ?? '') };
    expect((await ledger('verify', '--key', KEY)).code).toBe(4);
  });

  test('takes no file of this machine for a key that the service names', async () => {
    served = { ...served, keys: [write('ledger.key', KEY)] };
    const { code, err } = await ledger('verify');
    expect([code, err.includes('publishes no key')]).toEqual([4, true]);
  });
});

test('ledger verifier writes the plain file', async () => {
  const { code } = await ledger('verifier', '--out', 'verify-ledger.mjs');
  expect([code, read('verify-ledger.mjs').startsWith('#!/usr/bin/env node\n')]).toEqual([0, true]);
  expect((await ledger('verifier', '--out', 'verify-ledger.mjs')).code).toBe(2);
});
