import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compareDumps } from './compare-dumps.ts';
import type { DumpedTable } from './dump-tables.ts';

let dir: string;
let made = 0;

beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-dumps-test-'));
});

afterAll(() => fs.rmSync(dir, { recursive: true }));

function dump(name: string, rows: Readonly<Record<string, string>>): DumpedTable {
  made += 1;
  const file = path.join(dir, `${made}.txt`);
  const lines = Object.entries(rows).map(([key, row]) => `["${key}"]\t{"of": "${row}"}\n`);
  fs.writeFileSync(file, lines.sort().join(''));
  const digest = crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  return { name, file, rows: lines.length, digest };
}

const firstDifferent = async (
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Promise<string | null | undefined> => {
  const [compared] = await compareDumps([dump('a/b', one)], [dump('a/b', other)]);
  expect(compared?.isEqual).toBe(compared?.firstDifferent === null);
  return compared?.firstDifferent;
};

describe('comparing dumps', () => {
  test('finds equal tables equal, empty ones too', async () => {
    expect(await firstDifferent({ k1: 'x', k2: 'y' }, { k1: 'x', k2: 'y' })).toBeNull();
    expect(await firstDifferent({}, {})).toBeNull();
  });

  test('names the first key whose rows differ, or that one side alone has', async () => {
    expect(await firstDifferent({ k1: 'x', k2: 'y' }, { k1: 'x', k2: 'z' })).toBe('["k2"]');
    expect(await firstDifferent({ k1: 'x', k3: 'y' }, { k1: 'x', k2: 'y', k3: 'y' })).toBe(
      '["k2"]',
    );
    expect(await firstDifferent({ k1: 'x', k2: 'y' }, { k2: 'y' })).toBe('["k1"]');
    expect(await firstDifferent({ k1: 'x' }, {})).toBe('["k1"]');
  });

  test('takes a table that one side lacks as a difference, whichever side', async () => {
    const table = dump('a/b', { k1: 'x' });
    const twins = await Promise.all([compareDumps([table], []), compareDumps([], [table])]);
    for (const compared of twins) {
      expect(compared).toMatchObject([{ name: 'a/b', isEqual: false }]);
    }
  });
});
