import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  DAMAGED,
  entries,
  heads,
  ORIGIN,
  signer,
  signHead,
  thief,
  writeBundle,
} from '../../test/sample-ledger.ts';
import { formatStart, reportVerified, verifyBundle } from '../index.ts';

/** What the build wrote: the file that an auditor is given, alone in a folder with a bundle. */
const WRITTEN = path.join(import.meta.dirname, '../generated/verify-ledger.mjs');
/** Megabytes of heap: of a hostile file, no more than one line is ever kept. */
const HEAP_MB = 96;
let dir: string;

beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-verifier-'));
  fs.copyFileSync(WRITTEN, path.join(dir, 'verify-ledger.mjs'));
});
afterAll(() => fs.rmSync(dir, { recursive: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the plain file as the auditor does; `input` is its standard input. */
const run = (args: readonly string[], input: Iterable<string | Buffer> = []): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, 'verify-ledger.mjs', ...args],
      { cwd: dir, env: {} },
      (_error, out, err) => resolve({ code: child.exitCode, out, err }),
    );
    child.stdin?.on('error', () => undefined); // it does not read what it need not
    child.stdin?.end(Buffer.concat([...input].map((part) => Buffer.from(part))));
  });

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const KEY = ['--key', signer.verifier.text];
const keep = (name: string, text: string): string => {
  fs.writeFileSync(path.join(dir, name), text);
  return name;
};

describe('the plain file', () => {
  test('finds a good bundle sound, and says which head and key that rests on', async () => {
    keep('good.ndjson', textOf(writeBundle()));
    const { code, out, err } = await run(['good.ndjson', ...KEY]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`ledger      ${ORIGIN}`);
    expect(out).toContain(`signed by   ${signer.verifier.text}`);
    expect(out).toContain('✓ sound');
    expect(out).toContain('No kept head was given');
  });

  test('takes keys from a file, heads that were kept, and the bundle from standard input', async () => {
    const keys = keep('keys', `${thief.verifier.text}\n${signer.verifier.text}\n`);
    const kept = keep('kept', heads[1] as string);
    const { code, out } = await run(['-', '--key', keys, '--head', kept], [textOf(writeBundle())]);
    expect(code).toBe(0);
    expect(out).toContain('kept heads  1\n');
    expect(out).not.toContain('No kept head was given');
  });

  test.each(DAMAGED)('of %s it says what the library says', async (_, lines, findings) => {
    const { code, out } = await run(['-', ...KEY, '--json'], [textOf(lines)]);
    const verified = await verifyBundle(lines, { trusted: [signer.verifier] });
    expect(verified.findings).toEqual(findings);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(reportVerified(verified, 0))));
    expect(code).toBe(4);
  });

  test('finds a history that was written anew by a head that was kept', async () => {
    const anew = entries.map((entry) => entry.replace('released', 'refused'));
    const kept = keep('month-old', heads[1] as string);
    const lines = writeBundle({ entries: anew, heads: [signHead(anew)] });
    const { code, out } = await run(['-', ...KEY, '--head', kept], [textOf(lines)]);
    expect(code).toBe(4);
    expect(out).toContain('✗ the signed head of 10 entries is of another history');
  });

  test('has no code that signs, and needs nothing but Node.js', () => {
    const text = fs.readFileSync(WRITTEN, 'utf8');
    const modules = [...text.matchAll(/ from '([^']+)'/g)].map(([, from]) => from);
    expect(modules.every((from) => from?.startsWith('node:'))).toBe(true);
    expect(text).not.toMatch(/privateKey|import\(|fetch\(|node:(net|http|child_process)/);
  });
});

describe('a hostile file gets a clear answer', () => {
  const good = writeBundle();
  const insert = (line: string): string => textOf(good.toSpliced(9, 0, line));
  const leaf = 'A'.repeat(43);

  test.each<[name: string, text: () => Iterable<string>, line: number]>([
    ['nothing at all', () => [''], 1],
    ['no JSON', () => ['PK\u0003\u0004 nonsense\n'], 1],
    ['JSON of something else', () => ['{"bundle":"other/1","origin":"a","entries":0}\n'], 1],
    ['a byte order mark', () => [`\ufeff${textOf(good)}`], 1],
    ['carriage returns', () => [textOf(good).replaceAll('\n', '\r\n')], 1],
    ['more entries than count exactly', () => [`${START.replace('20', '1e300')}\n`], 1],
    ['a prototype for a start', () => ['{"__proto__":{"bundle":"told-ledger/1"}}\n'], 1],
    ['a line of 200 MB', () => Array<string>(200).fill('x'.repeat(1_000_000)), 1],
    ['a line of 10 MB among the entries', () => [insert('x'.repeat(10_000_000))], 10],
    ['deep JSON', () => [insert(`${leaf}= ${'['.repeat(2_000_000)}`)], 10],
    ['deep JSON that ends', () => [insert(`${leaf}= ${deep(600_000)}`)], 0],
    ['a prototype for an entry', () => [insert(`${leaf}= {"__proto__":{"index":8}}`)], 0],
  ])('%s', async (_, text, line) => {
    const { code, out, err } = await run(['-', ...KEY, '--json'], text());
    expect([code, err]).toEqual([4, '']);
    const { findings } = JSON.parse(out) as { findings: readonly object[] };
    expect(findings).toContainEqual(
      line === 0
        ? expect.objectContaining({ kind: 'displaced', entry: 4 })
        : expect.objectContaining({ kind: 'malformed', line }),
    );
  });

  test('a billion as its size', async () => {
    const { out } = await run(['-', ...KEY], [textOf(writeBundle({ count: 1_000_000_000 }))]);
    expect(out).toContain('✗ entries 20 to 999999999 are missing');
  });

  test('what stands in it moves no cursor', async () => {
    const start = formatStart({ origin: '\u001b[2J\u202e', entries: 0 });
    const { out } = await run(['-', ...KEY], [`${start}\n`]);
    expect(out).toContain('ledger      \\u{1b}[2J\\u{202e}\n');
  });
});

const START = formatStart({ origin: ORIGIN, entries: 20 });
const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('what the caller can mend ends with 2 and says how', () => {
  test.each([
    ['no bundle', [], 'node verify-ledger.mjs BUNDLE'],
    ['two bundles', ['a', 'b', ...KEY], 'node verify-ledger.mjs BUNDLE'],
    ['an option that is none', ['a', '--nonsense'], '--nonsense'],
    ['no key', ['good.ndjson'], '--key is missing'],
    ['a key that is none', ['good.ndjson', '--key', 'nonsense'], 'nonsense cannot be read: ENOENT'],
    ['a file of no keys', ['good.ndjson', '--key', 'good.ndjson'], 'holds no published key'],
    ['a head that is none', ['good.ndjson', ...KEY, '--head', 'good.ndjson'], 'is no signed head'],
    ['a bundle that is not there', ['absent', ...KEY], 'absent cannot be read: ENOENT'],
    ['a folder', ['.', ...KEY], '. cannot be read: EISDIR'],
  ])('%s', async (_, args, says) => {
    keep('good.ndjson', textOf(writeBundle()));
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
  });

  test('--help is an answer', async () => {
    const { code, out } = await run(['--help']);
    expect([code, out.includes('--head FILE')]).toEqual([0, true]);
  });
});
