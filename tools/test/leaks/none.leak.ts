// A test file that leaves nothing behind.
import { expect, test } from '@jest/globals';

test('passes', () => {
  expect(1 + 1).toBe(2);
});
