import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMac } from './create-mac.ts';

describe('createMac', () => {
  test('gives the code of RFC 4231, test case 2', () => {
    expect(createMac(Buffer.from('Jefe'))('what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('agrees with the library for keys and texts of every length', () => {
    const key = fc.uint8Array({ maxLength: 200 });
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 1_300, max: 1_400 }).map((length) => '€'.repeat(length)),
      fc.integer({ min: 4_000, max: 4_200 }).map((length) => 'a'.repeat(length)),
    );
    fc.assert(
      fc.property(key, fc.array(text, { minLength: 1, maxLength: 3 }), (secret, texts) => {
        const mac = createMac(secret);
        for (const one of texts) {
          expect(mac(one)).toBe(createHmac('sha256', secret).update(one).digest('hex'));
        }
      }),
    );
  });
});
