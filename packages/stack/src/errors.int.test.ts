import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { STACK_ERRORS, StackError } from './errors.ts';

test('the README lists every error as the code has it, and no other', () => {
  const readme = fs.readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');
  const [, section = ''] = /## Errors\n(.*?)\n## /s.exec(readme) ?? [];
  const listed = section.split('\n').filter((row) => row.startsWith('| `'));
  expect(listed).toEqual(
    Object.entries(STACK_ERRORS).map(
      ([code, { meaning, fix, retryable }]) =>
        `| \`${code}\` | ${meaning} | ${fix} | ${retryable ? 'yes' : 'no'} |`,
    ),
  );
});

test('an error says rule, values and fix', () => {
  const error = new StackError('port-taken', { port: 8080 });
  expect(error.message).toMatch(/^another program listens .* \(port=8080\)\.\nFix: stop that/);
});
