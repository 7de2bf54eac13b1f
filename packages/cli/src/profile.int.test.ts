import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CliError } from './exit-codes.ts';
import { prepareFolder } from './prepare-folder.ts';
import { logAs, readProfile } from './profile.ts';

const profileOf = (pid: number) => ({
  pid,
  services: {},
  databases: {},
  log: { kind: 'embedded', url: 'postgres://nobody@nowhere/told_log' },
  registry: {},
  auth: {},
  clients: [],
});

let dir: string;
let below: string;

beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-profile-'));
  below = path.join(dir, 'a', 'b');
  fs.mkdirSync(below, { recursive: true });
  fs.mkdirSync(path.join(dir, '.told', 'profiles'), { recursive: true });
  const write = (name: string, content: unknown) =>
    fs.writeFileSync(path.join(dir, name), JSON.stringify(content));
  write('.told/stack.json', profileOf(1));
  write('.told/profiles/test.json', profileOf(2));
  write('a/own.json', profileOf(3));
  write('other.json', []);
  fs.writeFileSync(path.join(dir, 'text.json'), 'no JSON');
});

afterAll(() => fs.rmSync(dir, { recursive: true }));

const exitOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof CliError) return error.exit;
    throw error;
  }
  return 'done';
};

describe('a profile', () => {
  test('is the local stack’s, here or above', () => {
    expect(readProfile(undefined, dir).pid).toBe(1);
    expect(readProfile(undefined, below).pid).toBe(1);
  });

  test('is that of the stack that runs, not of one that was killed', () => {
    const [killed, running] = [4_000_000, process.pid];
    const at = path.join(dir, 'both');
    for (const [folder, pid] of Object.entries({ '': killed, 'kafka-3': running })) {
      fs.mkdirSync(path.join(at, '.told', folder), { recursive: true });
      const content = JSON.stringify(profileOf(pid));
      fs.writeFileSync(path.join(at, '.told', folder, 'stack.json'), content);
    }
    expect(readProfile(undefined, at).pid).toBe(running);
  });

  test.each([
    ['no kind', {}],
    ['another kind', { kind: 'rabbit', url: 'x' }],
    ['no database', { kind: 'embedded', brokers: ['x:1'] }],
    ['no brokers', { kind: 'kafka', brokers: [] }],
  ])('whose log has %s is unfit', (_, log) => {
    fs.writeFileSync(path.join(dir, 'bad.json'), JSON.stringify({ ...profileOf(1), log }));
    expect(exitOf(() => readProfile('bad.json', dir))).toBe('unfit');
  });

  test('is found by name, here or above', () => {
    expect(readProfile('test', below).pid).toBe(2);
  });

  test('is found by path, from here or absolute', () => {
    expect(readProfile('../own.json', below).pid).toBe(3);
    expect(readProfile(path.join(dir, 'a/own.json'), '/').pid).toBe(3);
  });

  test('that is not there is unavailable; a file that is none is unfit', () => {
    expect(exitOf(() => readProfile('nobody', below))).toBe('unavailable');
    expect(exitOf(() => readProfile(undefined, '/'))).toBe('unavailable');
    expect(exitOf(() => readProfile('other.json', dir))).toBe('unfit');
    expect(exitOf(() => readProfile('text.json', dir))).toBe('unfit');
  });
});

describe('a data folder', () => {
  test('is made with the folders above it, and may be there already', () => {
    const deep = path.join(dir, 'x', 'y');
    prepareFolder(deep);
    prepareFolder(deep);
    expect(fs.statSync(deep).isDirectory()).toBe(true);
  });

  test.each(['/proc/told', '/etc/hostname/told', '/etc/hostname'])('cannot be %s', (folder) => {
    expect(exitOf(() => prepareFolder(folder))).toBe('unfit');
  });
});

describe('the log of a profile', () => {
  const admin = { username: 'told-admin', password: 'of the administrator' };
  const secured = {
    kind: 'kafka',
    brokers: ['a:1'],
    tls: { ca: 'CA' },
    login: admin,
    users: { luton: 'of luton' },
  } as const;

  test('is opened as the agency that is spoken for', () => {
    expect(logAs(secured, 'luton')).toMatchObject({
      ...{ brokers: ['a:1'], tls: { ca: 'CA' } },
      login: { username: 'luton', password: 'of luton' },
    });
    expect(exitOf(() => logAs(secured, 'nobody'))).toBe('refused');
  });

  test('is opened as it is where nobody is asked, or the profile lists no users', () => {
    const open = { kind: 'kafka', brokers: ['a:1'] } as const;
    const { users: _users, ...own } = secured;
    expect([logAs(open, 'luton'), logAs(own, 'luton')]).toEqual([open, own]);
  });
});
