import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nameUuid } from './name-uuid.ts';

test('a name of any length and alphabet has the id that its bytes give', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.string({ unit: 'grapheme', maxLength: 600 }),
      (space, name) => {
        const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
        const [version, variant] = [bytes.readUInt8(6), bytes.readUInt8(8)];
        bytes.writeUInt8((version & 0x0f) | 0x50, 6);
        bytes.writeUInt8((variant & 0x3f) | 0x80, 8);
        expect(nameUuid(space, name).replaceAll('-', '')).toBe(bytes.toString('hex'));
      },
    ),
  );
});

test('gives the published UUID of RFC 9562, appendix A.4', () => {
  const dns = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');
  expect(nameUuid(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});
