// Run by jest-apicurio.int.test.ts, in a run of its own.
import { beforeAll, expect, test } from '@jest/globals';

beforeAll(() => {
  throw new Error('must not run without Apicurio Registry');
});

test.each([1, 2])('one %d', (n) => expect(n).toBeGreaterThan(0));
