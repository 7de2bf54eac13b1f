import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createStoredCheck } from './check-stored.ts';
import { createRecordSource, KEYS, VALUE_BYTES } from './work.ts';

const COUNT = 60;
/** Few keys, so that each has several records. */
const bySequence = createRecordSource();
const recordOf = (sequence: number) => ({
  ...bySequence(sequence),
  key: Buffer.from(`k${sequence % 5}`),
});
type Stored = { readonly partition: number; readonly key: Buffer; readonly value: Buffer };

const stored = (): Stored[] =>
  Array.from({ length: COUNT }, (_, sequence) => ({
    partition: sequence % 5,
    ...recordOf(sequence),
  }));

function check(records: readonly Stored[]): void {
  const checking = createStoredCheck(COUNT, recordOf);
  for (const { partition, key, value } of records) checking.take(partition, key, value);
  checking.finish();
}
const at = fc.nat(COUNT - 1);

describe('createStoredCheck', () => {
  test('is content with every record once, in the order of its key', () => {
    expect(() => check(stored())).not.toThrow();
    const byPartition = stored().sort((a, b) => a.partition - b.partition);
    expect(() => check(byPartition)).not.toThrow();
  });

  test('finds whatever record is lost', () => {
    fc.assert(
      fc.property(at, (lost) => {
        expect(() => check(stored().filter((_, index) => index !== lost))).toThrow('lost=1 ');
      }),
    );
  });

  test('finds whatever record is doubled', () => {
    fc.assert(
      fc.property(at, (doubled) => {
        const records = stored();
        records.splice(doubled, 0, records[doubled] as Stored);
        expect(() => check(records)).toThrow('doubled=1 ');
      }),
    );
  });

  test('finds any two records of a key that changed places', () => {
    fc.assert(
      fc.property(fc.nat(COUNT - 6), (first) => {
        const records = stored();
        const [one, other] = [records[first] as Stored, records[first + 5] as Stored];
        records[first] = other;
        records[first + 5] = one;
        expect(() => check(records)).toThrow('outOfOrder=1 ');
      }),
    );
  });

  test('finds a record whose bytes are not those that were sent', () => {
    fc.assert(
      fc.property(at, fc.nat(VALUE_BYTES - 1), (changed, byte) => {
        const records = stored();
        const { value } = records[changed] as Stored;
        value[byte] = (value[byte] ?? 0) ^ 1;
        expect(() => check(records)).toThrow('changed=');
      }),
    );
  });

  test('finds a key that is in two partitions', () => {
    const records = stored();
    records[COUNT - 1] = { ...(records[COUNT - 1] as Stored), partition: 0 };
    expect(() => check(records)).toThrow('astray=1');
  });

  test('finds a record of another writer', () => {
    const checking = createStoredCheck(0, recordOf);
    checking.take(0, null, null);
    expect(() => checking.finish()).toThrow('changed=1');
  });
});

test('records are the same in every process, spread over all keys', () => {
  const recordAgain = createRecordSource();
  const keys = new Set<string>();
  for (let sequence = 0; sequence < 20_000; sequence += 1) {
    const { key, value } = recordAgain(sequence);
    keys.add(key.toString());
    expect(value.equals(bySequence(sequence).value)).toBe(true);
  }
  expect(keys.size).toBe(KEYS);
});
