import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';

const SHIPPED = path.join(import.meta.dirname, '../../../../schemas');
const RELEASE = 'records/release.avsc';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-schemas-test-'));
  fs.cpSync(SHIPPED, path.join(dir, 'schemas'), { recursive: true });
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

const schemas = (): string => path.join(dir, 'schemas');
const check = (...args: string[]) => runTold(['schemas', 'check', '--schemas', schemas(), ...args]);

interface Field {
  readonly name: string;
}
function changeFields(change: (fields: readonly Field[]) => readonly object[]): void {
  const file = path.join(schemas(), RELEASE);
  const record = JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly fields: readonly Field[] };
  fs.writeFileSync(file, JSON.stringify({ ...record, fields: change(record.fields) }));
}
const without = (name: string) => (fields: readonly Field[]) =>
  fields.filter((field) => field.name !== name);

function git(...args: string[]): void {
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
  execFileSync('git', [...author, ...args], { cwd: dir, stdio: 'pipe' });
}
function commit(message: string): void {
  git('add', '-A');
  git('commit', '-q', '-m', message);
}

describe('told schemas check', () => {
  test('against a folder: what may follow it, may', async () => {
    const told = await check('--against', SHIPPED);
    expect([told.code, told.err]).toEqual([0, '']);
    expect(told.out).toContain('may follow');
  });

  test('names field, rule, readers and fix, and ends with 4', async () => {
    changeFields(without('releaseSequence'));
    const told = await check('--against', SHIPPED);
    expect(told.code).toBe(4);
    expect(told.out).toMatch(/^Release\.releaseSequence: .*\(removed-without-default\)$/m);
    expect(told.out).toMatch(/read by .*gateway/);
    expect(told.out).toContain('Fix: put it back');
  });

  test('against a git ref: every version on the way counts, by its commit', async () => {
    git('init', '-q', '-b', 'main');
    commit('with backFill');
    changeFields(without('backFill'));
    commit('without');
    fs.copyFileSync(path.join(SHIPPED, RELEASE), path.join(schemas(), RELEASE));
    const told = await check('--json', '--against', 'main');
    expect(told.code).toBe(4);
    expect(told.document()).toMatchObject({
      compatible: false,
      versions: [expect.stringMatching(/^[0-9a-f]{12}$/), expect.stringMatching(/^[0-9a-f]{12}$/)],
      findings: [{ rule: 'name-reused', path: 'Release.backFill', record: 'Release' }],
    });
  });

  test('against a folder of versions: each counts', async () => {
    const versions = path.join(dir, 'versions');
    for (const name of ['9', '10'])
      fs.cpSync(SHIPPED, path.join(versions, name), { recursive: true });
    changeFields(without('evidence'));
    const told = await check('--json', '--against', versions);
    expect(told.document()).toMatchObject({
      versions: ['9', '10'],
      findings: [{ path: 'Release.evidence', versions: ['9', '10'] }],
    });
  });

  test.each([
    ['a ref that is none', 'no-such-ref', /neither a folder nor known to git/],
    ['an option in place of a ref', '--output=x', /nor known to git/],
    ['a folder without schemas', os.tmpdir(), /holds no schemas/],
  ])('%s is a usage error that says what to give', async (_case, against, message) => {
    git('init', '-q', '-b', 'main');
    const told = await check('--against', against);
    expect(told.code).toBe(2);
    expect(told.err).toMatch(message);
  });

  test('a file that is not JSON is named', async () => {
    fs.writeFileSync(path.join(schemas(), RELEASE), '{');
    const told = await check('--against', SHIPPED);
    expect([told.code, told.err]).toEqual([78, expect.stringContaining(RELEASE)]);
  });

  test('list names every subject and its record', async () => {
    const { out, code } = await runTold(['schemas', 'list']);
    expect(code).toBe(0);
    expect(out).toMatch(/told\.releases\.luton-value +Release\n/);
  });
});
