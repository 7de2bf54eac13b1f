import { expect, test } from '@jest/globals';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, with its types beside it
import { takeInTurns } from './jest-sequencer.mjs';

const sort = (...paths: readonly string[]) =>
  takeInTurns(paths.map((path) => ({ path }))).map(({ path }) => path);

test('suites that start services take turns with the others, and the longest one is first', () => {
  const sorted = sort(
    ...['1.unit.test.ts', '2.int.test.ts', 'a.e2e.test.ts', '3.unit.test.ts'],
    ...['b.kafka.test.ts', '4.unit.test.ts', 'failpoints.e2e.test.ts', '5.unit.test.ts'],
  );
  expect(sorted).toEqual([
    ...['failpoints.e2e.test.ts', '1.unit.test.ts', 'a.e2e.test.ts', '2.int.test.ts'],
    ...['b.kafka.test.ts', '3.unit.test.ts', '4.unit.test.ts', '5.unit.test.ts'],
  ]);
});

test.each([[['1.unit.test.ts', '2.unit.test.ts']], [['a.e2e.test.ts', 'b.e2e.test.ts']], [[]]])(
  'one kind alone keeps its order: %j',
  (paths) => {
    expect(sort(...paths)).toEqual(paths);
  },
);
