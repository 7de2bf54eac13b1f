import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readItems } from './read-items.ts';
import { renderAsvsPage } from './render-asvs-page.ts';

const ROOT = path.join(import.meta.dirname, '../../../../..');
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** `9.1.1` to `9.1.3` and so on: section → how many of its requirements, from the first. */
const series = (section: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${section}.${index + 1}`);

/** The requirements that the product is to be held to. */
const WANTED = [
  ...[...series('3.3', 4), '3.5.1', '4.1.5', ...series('7.2', 4), ...series('7.3', 2), '7.4.1'],
  ...['8.1.2', '8.2.3', '8.3.2', '8.4.1', ...series('9.1', 3), ...series('9.2', 4)],
  ...['10.1.1', '10.1.2', '10.2.1', '10.3.1', '10.4.16', ...series('10.5', 2)],
  ...['11.3.2', '11.3.3', '11.3.4', ...series('12.3', 5), '13.2.1', '13.2.6'],
  ...['14.1.1', '14.2.4', '14.2.6', '15.3.1', '15.3.3', '15.3.6', '15.4.2'],
  ...[...series('16.2', 5), ...series('16.3', 4), ...series('16.4', 3), ...series('16.5', 4)],
];

/** A test, a group or a row of a table is named by a text of its own. */
const hasTest = (file: string, name: string): boolean => {
  const place = path.join(ROOT, file);
  return (
    fs.existsSync(place) && ["'", '"', '`'].some((mark) => read(file).includes(mark + name + mark))
  );
};

describe('the table of security requirements', () => {
  const items = readItems();

  test('has every requirement, once and in order', () => {
    expect(items.map(({ id }) => id)).toEqual(WANTED);
  });

  test('names tests that exist, at least one for all that is met', () => {
    const gone = items.flatMap(({ id, tests }) =>
      tests.filter(([file, name]) => !hasTest(file, name)).map((one) => [id, ...one]),
    );
    expect(gone).toEqual([]);
    const unproven = items.filter(
      ({ state, tests }) => (state === 'met' || state === 'partly') && tests.length === 0,
    );
    expect(unproven).toEqual([]);
    expect(
      hasTest('packages/cli/src/reference/asvs/asvs.unit.test.ts', ['no', 'such'].join(' ')),
    ).toBe(false);
  });

  test('is the page that the documentation has', () => {
    // Else: npm run build -w @told/cli
    expect(read('docs/reference/asvs.md')).toBe(renderAsvsPage(items));
  });
});

test('every class of data says where it may be, how long, and whether it may be logged', () => {
  const [, table = ''] = /## Classes of data\n\n([\s\S]*?)\n\n/.exec(
    read('docs/explanation/security.md'),
  ) ?? [''];
  const rows = table.split('\n').slice(2);
  const classes = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((part) => part.trim()),
  );
  expect(classes.map(([name]) => name)).toEqual([
    ...['identity', 'told facts', 'pseudonyms', 'what was done', 'secrets', 'operation'],
  ]);
  for (const parts of classes) {
    expect(parts).toHaveLength(5);
    expect(parts.filter((part) => part === '')).toEqual([]);
  }
});
