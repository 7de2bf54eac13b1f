import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { admitRecord } from '../record-check.ts';
import { decodeBatch, encodeBatch } from './batch-format.ts';

const at = { topic: 't', partition: 3, timestampMs: 5 };
const bytes = fc.uint8Array({ maxLength: 50 }).map((array) => Buffer.from(array));
/** As they are admitted. */
const names = fc.stringMatching(/^[!-~]{1,20}$/).filter((name) => name !== '__proto__');
const headers = fc.dictionary(names, bytes, { maxKeys: 5 });

describe('batch format', () => {
  test('gives back every record as it was', () => {
    const records = fc.array(fc.record({ key: bytes, value: bytes, headers }), { maxLength: 20 });
    fc.assert(
      fc.property(records, fc.bigInt({ min: 0n, max: 2n ** 62n }), (given, baseOffset) => {
        const decoded = decodeBatch({ ...at, baseOffset, bytes: encodeBatch(given) });
        const expected = given.map((record, index) => ({
          ...at,
          ...record,
          offset: baseOffset + BigInt(index),
        }));
        expect(decoded).toEqual(expected);
      }),
    );
  });

  test('stores a digest in 32 bytes', () => {
    const plain = { key: Buffer.from('k'), value: Buffer.from('v'), headers: {} };
    const digested = admitRecord(plain);
    const encoded = encodeBatch([digested]);
    expect(encoded.length - encodeBatch([plain]).length).toBe(5 + 32);
    expect(decodeBatch({ ...at, baseOffset: 0n, bytes: encoded })[0]?.headers).toEqual(
      digested.headers,
    );
  });

  test('bytes that end within a record are corrupt', () => {
    const whole = encodeBatch([admitRecord({ key: Buffer.from('k'), value: Buffer.from('v') })]);
    for (let length = 1; length < whole.length; length += 1)
      expect(() =>
        decodeBatch({ ...at, baseOffset: 9n, bytes: whole.subarray(0, length) }),
      ).toThrow(
        expect.objectContaining({
          code: 'corrupt',
          details: { topic: 't', partition: 3, offset: 9n },
        }),
      );
  });
});
