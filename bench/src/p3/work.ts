import { DIGEST_HEADER } from '@told/event-log';

/** What every contender of P3 is given. */
export type Work = {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly warmUpRecords: number;
  readonly records: number;
  /** Records in one call of the producer. */
  readonly batchRecords: number;
};

export const KEYS = 1_000;
export const VALUE_BYTES = 600;
/** Random bytes that values are cut from: nothing in them can be compressed, or guessed by a cache. */
const POOL_BYTES = 64 * 1024;
const SEQUENCE_BYTES = 8;
const KEY_PREFIX = 'claimant:';
const KEY_BYTES = 36;

/** What the product makes of it: the digest is a header of 64 hexadecimal digits. */
export const RECORD_SHAPE = {
  keyBytes: KEY_BYTES,
  valueBytes: VALUE_BYTES,
  headers: { [DIGEST_HEADER]: 64 },
};

export type KeyedRecord = { readonly key: Buffer; readonly value: Buffer };

/** The record with this number: the same bytes for every contender and for the check afterwards. */
export type RecordSource = (sequence: number) => KeyedRecord;

/** Numbers are spread over the keys as changes are over people: in no order. */
export function createRecordSource(): RecordSource {
  const pool = fillPool();
  const keys = Array.from({ length: KEYS }, (_, index) =>
    Buffer.from(`${KEY_PREFIX}${String(index).padStart(KEY_BYTES - KEY_PREFIX.length, '0')}`),
  );
  return (sequence) => {
    const value = Buffer.allocUnsafe(VALUE_BYTES);
    const from = (sequence * 613) % (POOL_BYTES - VALUE_BYTES);
    pool.copy(value, SEQUENCE_BYTES, from, from + VALUE_BYTES - SEQUENCE_BYTES);
    value.writeBigUInt64BE(BigInt(sequence));
    return { key: keys[spread(sequence) % KEYS] as Buffer, value };
  };
}

export const sequenceOf = (value: Buffer): number => Number(value.readBigUInt64BE());

/** Records of one contender, made before it is timed. */
export const makeRecords = (from: number, to: number): readonly KeyedRecord[] => {
  const recordOf = createRecordSource();
  return Array.from({ length: to - from }, (_, index) => recordOf(from + index));
};

/** Knuth's multiplicative hash. */
const spread = (sequence: number): number => (Math.imul(sequence, 2_654_435_761) >>> 0) >>> 4;

/** xorshift32 with a fixed seed: the pool is the same in every process. */
function fillPool(): Buffer {
  const pool = Buffer.alloc(POOL_BYTES);
  let state = 0x9e3779b9;
  for (let at = 0; at < POOL_BYTES; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    pool.writeInt32LE(state | 0, at);
  }
  return pool;
}
