import { expect, test } from '@jest/globals';
import { expectSame } from './check-left.ts';

const LEFT = { decision: '2 rows', release: '1 rows' };

test.each([
  ['another value', { ...LEFT, release: '2 rows' }],
  ['something missing', { decision: '2 rows' }],
  ['something more', { ...LEFT, outcome: '1 rows' }],
])('%s is not the same', (_, other) => {
  expect(() => expectSame(other, LEFT)).toThrow('both contenders leave the same');
  expect(() => expectSame(LEFT, LEFT)).not.toThrow();
});
