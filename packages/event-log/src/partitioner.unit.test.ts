import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { murmur2, partitionFor } from './partitioner.ts';

describe('partitionFor', () => {
  // org.apache.kafka.common.utils.UtilsTest.testMurmur2
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Kafka does', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  test('takes the hash without its sign, modulo the partitions, as Kafka does', () => {
    expect(partitionFor(Buffer.from('21'), 12)).toBe((-973932308 & 0x7fffffff) % 12);
    expect(partitionFor(Buffer.from('abc'), 12)).toBe(479470107 % 12);
  });

  test('gives every key one of the partitions, the same each time', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 1024 }), (bytes, partitions) => {
        const partition = partitionFor(Buffer.from(bytes), partitions);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(partitions);
        expect(partitionFor(Buffer.from(bytes), partitions)).toBe(partition);
      }),
    );
  });

  test('refuses a topic without partitions', () => {
    for (const partitions of [0, -1, 1.5, Number.NaN])
      expect(() => partitionFor(Buffer.from('k'), partitions)).toThrow(RangeError);
  });
});
