import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findServerAccount } from './account.ts';
import { makeLinks } from './binaries.ts';
import { findObstacle, placeFolder } from './placement.ts';

let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'told-placement-test-')));
  fs.chmodSync(root, 0o755);
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const writePasswd = (...rows: string[]): string => {
  const file = path.join(root, 'passwd');
  fs.writeFileSync(file, rows.join('\n'));
  return file;
};

describe('findServerAccount', () => {
  test('prefers postgres, then nobody', () => {
    const nobody = 'nobody:x:65534:65533::/:/bin/false';
    expect(findServerAccount(0, writePasswd(nobody, 'postgres:x:5:6::/:/bin/sh'))).toEqual({
      uid: 5,
      gid: 6,
    });
    expect(findServerAccount(0, writePasswd(nobody))).toEqual({ uid: 65534, gid: 65533 });
  });

  test('lends no account to an ordinary user', () => {
    expect(findServerAccount(1000, '/nonexistent')).toBeUndefined();
  });

  test('names cause and fix when root has no account to lend', () => {
    expect(() => findServerAccount(0, writePasswd('root:x:0:0::/root:/bin/sh'))).toThrow(
      /refuses to run as root.*\nFix: start as an ordinary user/s,
    );
  });
});

describe('placement', () => {
  const stranger = { uid: 4_000_000, gid: 4_000_000 };

  test('finds the folder that an account cannot pass', () => {
    const closed = path.join(root, 'home');
    fs.mkdirSync(closed, { mode: 0o700 });
    expect(findObstacle(path.join(closed, 'deep', 'data'), stranger)).toBe(closed);
    expect(findObstacle(path.join(root, 'open', 'data'), stranger)).toBeUndefined();
    expect(findObstacle(path.join(closed, 'data'), undefined)).toBeUndefined();
  });

  test('refuses a folder that is a link', () => {
    fs.symlinkSync(os.tmpdir(), path.join(root, 'link'));
    expect(() => placeFolder(path.join(root, 'link'), undefined)).toThrow(/belongs to the user/);
  });
});

test('makes the library links that a skipped install script left out', () => {
  const native = path.join(root, 'native');
  fs.mkdirSync(path.join(native, 'lib'), { recursive: true });
  fs.writeFileSync(path.join(native, 'lib', 'libx.so.1.2'), 'library');
  fs.writeFileSync(
    path.join(native, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }]),
  );
  expect(makeLinks(native)).toBe(true);
  expect(makeLinks(native)).toBe(true);
  expect(fs.readFileSync(path.join(native, 'lib', 'libx.so.1'), 'utf8')).toBe('library');
});
