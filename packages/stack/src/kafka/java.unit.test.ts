import { expect, test } from '@jest/globals';
import { readMajor } from './java.ts';

test.each([
  ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
  ['openjdk version "25" 2025-09-16', 25],
  ['java version "1.8.0_392"', 8],
  ['something else', 0],
])('%j is Java %d', (said, major) => {
  expect(readMajor(said)).toBe(major);
});
