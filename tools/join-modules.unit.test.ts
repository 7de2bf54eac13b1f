import { expect, test } from '@jest/globals';
import { joinModules } from './join-modules.ts';

const join = (files: Readonly<Record<string, string>>): string =>
  joinModules('a/src/main.ts', (file) => {
    const text = files[file.slice('a/'.length)];
    if (text === undefined) throw new Error(`there is no ${file}`);
    return text;
  });

test('a module stands before those that need it, once, without types, exports and imports', () => {
  const joined = join({
    'src/main.ts': [
      "import fs from 'node:fs';",
      "import { hash as digest } from 'node:crypto';",
      "import { one, type One } from './parts/one.ts';",
      "import { two } from './parts/two.ts';",
      '/** What is done. */',
      'export const all = (of: One): string => one(of) + two + digest + fs;',
      '',
    ].join('\n'),
    'src/parts/one.ts': [
      "import { createHash, hash as digest } from 'node:crypto';",
      "import { two } from './two.ts';",
      '/** A type, of which nothing is left. */',
      'export interface One { readonly a: string }',
      '',
      'export function one({ a }: One): string { return a + two + createHash + digest; }',
      '',
    ].join('\n'),
    'src/parts/two.ts': "export const two = '2' as const;\n",
  });
  expect(joined.replaceAll(/[ \t]+/g, ' ').replaceAll(/\n\s*\n/g, '\n')).toBe(
    [
      "import { createHash, hash as digest } from 'node:crypto';",
      "import fs from 'node:fs';",
      '// ---- src/parts/two.ts',
      "const two = '2' ;",
      '// ---- src/parts/one.ts',
      'function one({ a } ) { return a + two + createHash + digest; }',
      '// ---- src/main.ts',
      '/** What is done. */',
      'const all = (of ) => one(of) + two + digest + fs;',
      '',
    ].join('\n'),
  );
});

test.each([
  [
    'two things of one name',
    "import { a } from './b.ts';\nconst b = a;\n",
    'both name something b',
  ],
  ['another name', "import { a as c } from './b.ts';\n", 'cannot be joined'],
  ['a whole module', "import * as b from './b.ts';\n", 'cannot be joined'],
  ['a module for its effect', "import './b.ts';\n", 'cannot be joined'],
  ['a package', "import { z } from 'somebody';\n", 'cannot be joined'],
  ['an export under another name', "export { a } from './b.ts';\n", 'cannot be joined'],
  ['what is loaded later', "const b = await import('./b.ts');\n", 'cannot be joined'],
  [
    'a name that a module of Node.js gives',
    "import a from 'node:fs';\nimport { b } from './b.ts';\n",
    'both name something a',
  ],
])('%s is refused, not joined wrongly', (_, text, says) => {
  const b = 'export const a = 1;\nexport const b = 2;\n';
  expect(() => join({ 'src/main.ts': text, 'src/b.ts': b })).toThrow(says);
});
