import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { heads, signer, thief, writeBundle } from '../../test/sample-ledger.ts';

// What docs/how-to/verify-the-ledger.md tells an auditor to type.
const PAGE = fs.readFileSync(
  path.join(import.meta.dirname, '../../../../docs/how-to/verify-the-ledger.md'),
  'utf8',
);
const [checkHead = '', checkEntry = ''] = [...PAGE.matchAll(/^```sh\n(.*?)^```/gms)].map(
  ([, script = '']) => script,
);
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl)
  process.stderr.write('openssl is not installed here: NOT CHECKED what the page says of it\n');

let dir: string;
beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-auditor-'));
  fs.writeFileSync(path.join(dir, 'ledger.key'), `${signer.verifier.text}\n`);
  fs.writeFileSync(path.join(dir, 'ledger.ndjson'), `${writeBundle().join('\n')}\n`);
});
afterAll(() => fs.rmSync(dir, { recursive: true }));

const runScript = (script: string): string => {
  if (!hasOpenssl) return '';
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: dir, encoding: 'utf8' });
  return stdout + stderr;
};

describe('with OpenSSL alone', () => {
  test('a head is verified', () => {
    fs.writeFileSync(path.join(dir, 'head.txt'), heads[3] as string);
    expect(runScript(checkHead)).toContain(hasOpenssl ? 'Signature Verified Successfully' : '');
  });

  test.each([
    ['was altered', (heads[3] as string).replace('\n20\n', '\n21\n'), signer],
    ['is of another key', heads[3] as string, thief],
  ])('a head that %s is not', (_, note, by) => {
    fs.writeFileSync(path.join(dir, 'head.txt'), note);
    fs.writeFileSync(path.join(dir, 'ledger.key'), `${by.verifier.text}\n`);
    expect(runScript(checkHead)).toContain(hasOpenssl ? 'Signature Verification Failure' : '');
  });

  test('an entry has the hash that stands beside it', () => {
    const [made, stated, ...rest] = runScript(checkEntry).split('\n');
    expect([made, rest.join('')]).toEqual([stated ?? '', '']);
    expect(made).toHaveLength(hasOpenssl ? 44 : 0);
  });
});

test('every finding has its line, and no other', () => {
  const table = PAGE.split('## What a finding says')[1]?.split('\n## ')[0] ?? '';
  const told = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, kind]) => kind);
  const format = fs.readFileSync(
    path.join(import.meta.dirname, '../../../../docs/reference/ledger-format.md'),
    'utf8',
  );
  const known = [...format.matchAll(/^\| `([a-z-]+)` \| `/gm)].map(([, kind]) => kind);
  expect(told.toSorted()).toEqual(known.toSorted());
  expect(known.length).toBeGreaterThan(0);
});
