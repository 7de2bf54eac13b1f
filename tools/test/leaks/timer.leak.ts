// A test file that leaves a timer behind.
import { expect, test } from '@jest/globals';

test('passes', () => {
  expect(setInterval(() => undefined, 60_000)).toBeDefined();
});
