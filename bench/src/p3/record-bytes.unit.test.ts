import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { admitRecord } from '@told/event-log';
import { bareValueBytes, batchBytes, recordBytes } from './record-bytes.ts';
import { createRecordSource, RECORD_SHAPE } from './work.ts';

/** kafkajs's encoder of one record. */
const encodeRecord = createRequire(import.meta.url)(
  'kafkajs/src/protocol/recordBatch/record/v0',
) as (record: object) => { size(): number };

describe('recordBytes', () => {
  test('is what the product’s record costs on the wire', () => {
    const record = admitRecord(createRecordSource()(7));
    expect(recordBytes(RECORD_SHAPE)).toBe(encodeRecord({ ...record, offsetDelta: 100 }).size());
  });

  test('is what a record without key and headers costs', () => {
    const value = Buffer.alloc(700);
    const encoded = encodeRecord({ key: null, value, headers: {}, offsetDelta: 100 });
    expect(recordBytes({ keyBytes: undefined, valueBytes: 700, headers: {} })).toBe(encoded.size());
  });
});

test('a longer value makes up for the missing key and headers, to the byte', () => {
  const bare = { keyBytes: undefined, valueBytes: bareValueBytes(RECORD_SHAPE), headers: {} };
  expect(recordBytes(bare)).toBe(recordBytes(RECORD_SHAPE));
  expect(batchBytes(500, bare)).toBe(61 + 500 * recordBytes(RECORD_SHAPE));
});
