import { expect, test } from '@jest/globals';
import { drawNonce, NONCE_BYTES } from './draw-nonce.ts';

const MANY = 1_000;

test('no nonce is given out twice, however many are drawn at once', () => {
  const target = Buffer.alloc(MANY * NONCE_BYTES + 1);
  for (let drawn = 0; drawn < MANY; drawn += 1) drawNonce(target, drawn * NONCE_BYTES);
  const nonces = Array.from({ length: MANY }, (_, at) =>
    target.toString('hex', at * NONCE_BYTES, (at + 1) * NONCE_BYTES),
  );
  expect(new Set(nonces).size).toBe(MANY);
  expect(nonces).not.toContain('00'.repeat(NONCE_BYTES));
  expect(target.at(-1)).toBe(0);
});
