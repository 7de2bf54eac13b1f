import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordDigest } from './digest.ts';
import { admitRecord, RECORD_BYTES_MAX } from './record-check.ts';

const key = Buffer.from('k');
const value = Buffer.from('v');

describe('recordDigest', () => {
  test('is SHA-256 over the key’s length, the key and the value', () => {
    const framed = Buffer.concat([Buffer.from([0, 0, 0, 1]), key, value]);
    expect(recordDigest(key, value)).toBe(createHash('sha256').update(framed).digest('hex'));
  });

  test('is the same for small and large records, and tells key from value', () => {
    const large = Buffer.alloc(100_000, 7);
    const framed = Buffer.concat([Buffer.from([0, 0, 0, 1]), key, large]);
    expect(recordDigest(key, large)).toBe(createHash('sha256').update(framed).digest('hex'));
    expect(recordDigest(Buffer.from('ab'), Buffer.from('c'))).not.toBe(
      recordDigest(Buffer.from('a'), Buffer.from('bc')),
    );
  });

  test('differs when any bit of key or value does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (bytes, at) => {
        const changed = Buffer.from(bytes);
        changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ 1;
        const given = Buffer.from(bytes);
        expect(recordDigest(changed, value)).not.toBe(recordDigest(given, value));
        expect(recordDigest(key, changed)).not.toBe(recordDigest(key, given));
      }),
    );
  });
});

describe('admitRecord', () => {
  test('adds the digest to the headers', () => {
    const { headers } = admitRecord({ key, value, headers: { a: Buffer.from('1') } });
    expect(Object.keys(headers)).toEqual(['a', 'digest']);
    expect(headers['digest']?.toString()).toBe(recordDigest(key, value));
  });

  test('takes a record that was read as it is, and refuses one with a digest of other bytes', () => {
    const read = admitRecord({ key, value });
    expect(admitRecord(read).headers).toEqual(read.headers);
    expect(() => admitRecord({ ...read, value: Buffer.from('w') })).toThrow(
      expect.objectContaining({ code: 'corrupt' }),
    );
  });

  test('counts key, value and headers towards the limit', () => {
    const room = RECORD_BYTES_MAX - key.length;
    expect(() => admitRecord({ key, value: Buffer.alloc(room) })).not.toThrow();
    const tooLarge = expect.objectContaining({ code: 'too-large', retryable: false });
    expect(() => admitRecord({ key, value: Buffer.alloc(room + 1) })).toThrow(tooLarge);
    const headers = { h: Buffer.alloc(100) };
    expect(() => admitRecord({ key, value: Buffer.alloc(room - 100), headers })).toThrow(tooLarge);
  });

  test.each(['', 'ünicode', 'with space', 'x'.repeat(256)])(
    'refuses the header name %j',
    (name) => {
      expect(() => admitRecord({ key, value, headers: { [name]: value } })).toThrow(TypeError);
    },
  );

  test('refuses a header named __proto__, a header without bytes, and too many headers', () => {
    const named = (name: string, bytes: unknown) =>
      Object.defineProperty({}, name, { value: bytes, enumerable: true });
    for (const headers of [
      named('__proto__', value),
      named('a', 'text'),
      Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`h${n}`, value])),
    ])
      expect(() => admitRecord({ key, value, headers })).toThrow(TypeError);
  });

  test('refuses null for key or value', () => {
    const none = null as unknown as Buffer;
    expect(() => admitRecord({ key: none, value })).toThrow(TypeError);
    expect(() => admitRecord({ key, value: none })).toThrow(TypeError);
  });
});
