import { expect, test } from '@jest/globals';
import { findGaps } from './consume.ts';

const at = (...offsets: readonly bigint[]) =>
  offsets.map((offset) => ({ topic: 'told.changes', partition: 1, offset }));

test.each([
  ['nothing is missing', at(5n, 6n, 7n), 5n, []],
  ['before the first', at(7n, 8n), 5n, [[5n, 7n]]],
  [
    'in between',
    at(5n, 8n, 9n, 12n),
    5n,
    [
      [6n, 8n],
      [10n, 12n],
    ],
  ],
  ['nothing was read before', at(40n, 41n), undefined, []],
  ['what was read comes again', at(3n, 4n), 5n, []],
])('%s', (_what, batch, from, expected) => {
  expect(findGaps(batch, from)).toEqual(
    expected.map(([begin, next]) => ({
      ...{ topic: 'told.changes', partition: 1, expected: begin, next },
    })),
  );
});
