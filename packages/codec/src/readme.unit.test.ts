import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';
import * as codec from './index.ts';

test('the example of the README prints what it says', async () => {
  const text = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(text)?.[1] as string;
  const body = stripTypeScriptTypes(example.replace(/^import .*$/m, ''));
  const log = jest.fn();
  const run = new Function(
    'codec',
    'console',
    `const { createLocalSource, openCodecFrom } = codec; return (async () => {${body}})();`,
  );
  await run(codec, { log });
  const promised = /\/\/ (applied .*)$/m.exec(example)?.[1];
  expect(log.mock.calls.map((args) => args.join(' '))).toEqual([promised]);
});
