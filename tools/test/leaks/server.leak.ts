// A test file that leaves a server behind.
import net from 'node:net';
import { expect, test } from '@jest/globals';

test('passes', () => {
  expect(net.createServer().listen(0)).toBeDefined();
});
