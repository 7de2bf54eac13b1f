// Run by jest-kafka.int.test.ts, in a run of its own.
import { beforeAll, describe, expect, test } from '@jest/globals';

beforeAll(() => {
  throw new Error('must not run without a broker');
});

test('one', () => expect(process.env['TEST_KAFKA']).toBeDefined());
describe('within', () => {
  test.each([1, 2])('another %d', (n) => expect(n).toBeGreaterThan(0));
});
