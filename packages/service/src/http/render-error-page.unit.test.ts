import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FIELD_ERRORS } from './field-errors.ts';
import { PROBLEMS } from './problem-list.ts';
import { renderErrorPage } from './render-error-page.ts';

test('docs/reference/errors.md is what the lists in the code say', () => {
  const page = join(import.meta.dirname, '../../../../docs/reference/errors.md');
  // When this fails: npm run build -w @told/service
  expect(readFileSync(page, 'utf8')).toBe(renderErrorPage());
});

test('codes are hyphenated, statuses are errors, and no field code is a problem of another meaning', () => {
  for (const [code, { status, meaning }] of Object.entries(PROBLEMS)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(meaning).not.toMatch(/[|\n]/);
  }
  expect(Object.keys(FIELD_ERRORS).filter((code) => Object.hasOwn(PROBLEMS, code))).toEqual([]);
});
