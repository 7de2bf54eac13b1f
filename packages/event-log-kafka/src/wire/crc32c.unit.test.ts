import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { crc32c } from './crc32c.ts';

/** As the polynomial is defined, a bit at a time. */
function crcByBits(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

describe('crc32c', () => {
  // RFC 3720, appendix B.4, and the check value of the catalogue of CRC algorithms
  test.each([
    ['32 bytes of zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['32 bytes that count up', Buffer.from(Array.from({ length: 32 }, (_, n) => n)), 0x46dd794e],
    ['123456789', Buffer.from('123456789'), 0xe3069283],
    ['nothing', Buffer.alloc(0), 0],
  ])('of %s is the published value', (_, bytes, crc) => {
    expect(crc32c(bytes)).toBe(crc);
  });

  test('is the same wherever the bytes lie, and whatever their number', () => {
    const sized = fc.record({
      bytes: fc.uint8Array({ maxLength: 100 }),
      before: fc.nat(9),
      from: fc.nat(9),
    });
    fc.assert(
      fc.property(sized, ({ bytes, before, from }) => {
        const whole = Buffer.concat([Buffer.alloc(before, 7), Buffer.alloc(from, 9), bytes]);
        expect(crc32c(whole.subarray(before), from)).toBe(crcByBits(bytes));
      }),
    );
  });
});
