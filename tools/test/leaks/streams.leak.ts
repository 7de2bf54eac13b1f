// A test file that leaves nothing behind, but makes its process open the pipes it was given.
import process from 'node:process';
import { expect, test } from '@jest/globals';

test('passes', () => {
  expect(process.stdin.destroyed).toBe(false);
});
