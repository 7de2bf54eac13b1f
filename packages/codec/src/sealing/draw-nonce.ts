import { randomFillSync } from 'node:crypto';

/** NIST SP 800-38D 8.2.2: drawn at random for each sealing. A key seals one person's changes, some thousands at most, where 2^32 are allowed. */
export const NONCE_BYTES = 12;

/** Drawing costs the same for many as for one. */
const DRAWN_AT_ONCE = 256;
const drawn = Buffer.allocUnsafeSlow(DRAWN_AT_ONCE * NONCE_BYTES);
let next = drawn.length;

/** Writes twelve random bytes, none of them ever given out before, into `target` from `at` on. */
export function drawNonce(target: Buffer, at: number): void {
  if (next === drawn.length) {
    randomFillSync(drawn);
    next = 0;
  }
  next += drawn.copy(target, at, next, next + NONCE_BYTES);
}
