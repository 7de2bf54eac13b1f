import { DIGEST_HEADER } from '../digest.ts';
import { LogError } from '../errors.ts';
import type { NewRecord, StoredRecord, TopicPartition } from '../port.ts';

/**
 * The bytes of one row of event_log.record_batch: its records, one after another, all integers big-endian and unsigned.
 *
 *   key length 4, key, value length 4, value, header count 1, then for each header: name length 1, name, value length 4, value.
 *
 * The digest header comes first and, being 64 hexadecimal digits nearly always, as 32 bytes under the empty name, which no
 * other header can have.
 */
export function encodeBatch(records: readonly Required<NewRecord>[]): Buffer {
  const batch = Buffer.allocUnsafe(records.reduce((sum, record) => sum + encodedBytes(record), 0));
  let at = 0;
  const put = (bytes: Buffer): void => {
    at = batch.writeUInt32BE(bytes.length, at);
    at += bytes.copy(batch, at);
  };
  for (const { key, value, headers } of records) {
    put(key);
    put(value);
    const names = Object.keys(headers);
    at = batch.writeUInt8(names.length, at);
    for (const name of names) {
      const bytes = headers[name] as Buffer;
      const packed = isPackable(name, bytes);
      at = batch.writeUInt8(packed ? 0 : name.length, at);
      if (!packed) at += batch.write(name, at, 'latin1');
      if (!packed) put(bytes);
      else
        at +=
          batch.write(bytes.toString('latin1'), batch.writeUInt32BE(DIGEST_BYTES, at), 'hex') + 4;
    }
  }
  return batch;
}

const DIGEST_BYTES = 32;
const HEX_DIGEST = /^[0-9a-f]{64}$/;

const isPackable = (name: string, value: Buffer): boolean =>
  name === DIGEST_HEADER && HEX_DIGEST.test(value.toString('latin1'));

function encodedBytes({ key, value, headers }: Required<NewRecord>): number {
  let bytes = 9 + key.length + value.length;
  for (const name of Object.keys(headers)) {
    const header = headers[name] as Buffer;
    bytes += 5 + (isPackable(name, header) ? DIGEST_BYTES : name.length + header.length);
  }
  return bytes;
}

export interface StoredBatch extends TopicPartition {
  readonly baseOffset: bigint;
  readonly timestampMs: number;
  readonly bytes: Buffer;
}

/** The records of a row. They are views of its bytes, not copies. @throws LogError `corrupt` when the bytes do not parse */
export function decodeBatch({ bytes, baseOffset, ...at }: StoredBatch): StoredRecord[] {
  const { topic, partition, timestampMs } = at;
  const records: StoredRecord[] = [];
  let cursor = 0;
  const take = (length: number): Buffer => {
    cursor += length;
    if (cursor > bytes.length) throw new RangeError('the batch ends within a record');
    return bytes.subarray(cursor - length, cursor);
  };
  const takeSized = (): Buffer => {
    cursor += 4;
    return take(bytes.readUInt32BE(cursor - 4));
  };
  try {
    while (cursor < bytes.length) {
      const key = takeSized();
      const value = takeSized();
      const headers: Record<string, Buffer> = {};
      cursor += 1;
      for (let count = bytes.readUInt8(cursor - 1); count > 0; count -= 1) {
        cursor += 1;
        const name = take(bytes.readUInt8(cursor - 1)).toString('latin1');
        if (name === '__proto__') throw new RangeError('no log carries this header name');
        if (name !== '') headers[name] = takeSized();
        else headers[DIGEST_HEADER] = Buffer.from(takeSized().toString('hex'), 'latin1');
      }
      const offset = baseOffset + BigInt(records.length);
      records.push({ topic, partition, offset, timestampMs, key, value, headers });
    }
  } catch (cause) {
    throw new LogError('corrupt', { topic, partition, offset: baseOffset }, cause);
  }
  return records;
}

/** A bytea[] in PostgreSQL's binary form: pg itself would write every byte as two hexadecimal digits. */
export function encodeByteaArray(items: readonly Buffer[]): Buffer {
  const size = items.reduce((sum, item) => sum + 4 + item.length, 20);
  const array = Buffer.allocUnsafe(size);
  let at = 0;
  const BYTEA_OID = 17;
  for (const field of [1, 0, BYTEA_OID, items.length, 1]) at = array.writeInt32BE(field, at); // dimensions, nulls, type, length, first index
  for (const item of items) {
    at = array.writeInt32BE(item.length, at);
    at += item.copy(array, at);
  }
  return array;
}
