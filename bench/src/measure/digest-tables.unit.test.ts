import { expect, test } from '@jest/globals';
import { expectSame } from './digest-tables.ts';

const RULE = 'both contenders leave the same';
const LEFT = { decision: '2 rows', release: '1 rows' };

test.each([
  ['another value', { ...LEFT, release: '2 rows' }],
  ['something missing', { decision: '2 rows' }],
  ['something more', { ...LEFT, outcome: '1 rows' }],
])('%s is not the same', (_, other) => {
  expect(() => expectSame(other, LEFT, RULE)).toThrow(RULE);
  expect(() => expectSame(LEFT, LEFT, RULE)).not.toThrow();
});
