import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import * as benefits from './index.ts';

const IMPORT = /import (\{[^}]*\}) from '@told\/benefits';/;
const CLAIM = /^(\S.*); \/\/ → (.+)$/gm;

test('the example of the README runs and gives what it says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const claims = [...example.matchAll(CLAIM)];
  const code = example.replace(IMPORT, 'const $1 = benefits;').replace(CLAIM, 'check($1, $2);');
  const results: unknown[] = [];
  const check = (actual: unknown, expected: unknown): void => {
    results.push(actual);
    expect(actual).toBe(expected);
  };
  new Function('benefits', 'check', code)(benefits, check);
  expect(results).toHaveLength(claims.length);
  expect(claims.length).toBeGreaterThan(3);
});
