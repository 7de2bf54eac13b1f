import type { AdmittedRecord, TopicPartition } from '@told/event-log';
import { crc32c } from './crc32c.ts';

/** What one produce request stores: one batch, in one partition. */
export interface Batch {
  readonly to: TopicPartition;
  readonly records: readonly AdmittedRecord[];
  readonly timestampMs: number;
  /** -1: when all replicas in sync have it. */
  readonly acks: number;
  /** How long the leader waits for them. */
  readonly timeoutMs: number;
}

/** Parts of a record batch, format 2: https://kafka.apache.org/documentation/#recordbatch */
const MAGIC = 2;
const NO_PRODUCER_ID = -1n;
const BATCH_HEADER_BYTES = 61;
/** The checksum covers what comes after itself. */
const [LENGTH_AT, CRC_AT, CRC_FROM] = [8, 17, 21] as const;
/** Attributes, and a timestamp delta of zero: a byte each. */
const RECORD_FIXED_BYTES = 2;

/**
 * The body of a Produce request, versions 3 to 8, without compression, in one piece: a size for everything first, then every
 * byte once. kafkajs makes a growing buffer for each part of each record instead, which takes ten times as long.
 */
export function encodeProduceRequest({ to, records, timestampMs, acks, timeoutMs }: Batch): Buffer {
  const sizes = records.map(bodyBytes);
  const batchBytes = sizes.reduce(
    (sum, size) => sum + varIntBytes(size) + size,
    BATCH_HEADER_BYTES,
  );
  const topicBytes = Buffer.byteLength(to.topic);
  const buffer = Buffer.allocUnsafeSlow(2 + 2 + 4 + 4 + 2 + topicBytes + 4 + 4 + 4 + batchBytes);
  let at = buffer.writeInt16BE(-1, 0); // no transaction
  at = buffer.writeInt16BE(acks, at);
  at = buffer.writeInt32BE(timeoutMs, at);
  at = buffer.writeInt32BE(1, at); // topics
  at = buffer.writeInt16BE(topicBytes, at);
  at += buffer.write(to.topic, at);
  at = buffer.writeInt32BE(1, at); // partitions
  at = buffer.writeInt32BE(to.partition, at);
  at = buffer.writeInt32BE(batchBytes, at);
  writeBatch(buffer.subarray(at), records, sizes, BigInt(timestampMs));
  return buffer;
}

function writeBatch(
  buffer: Buffer,
  records: readonly AdmittedRecord[],
  sizes: readonly number[],
  timestampMs: bigint,
): void {
  let at = buffer.writeBigInt64BE(0n, 0); // base offset: the broker's to give
  at = buffer.writeInt32BE(buffer.length - LENGTH_AT - 4, at);
  at = buffer.writeInt32BE(0, at); // leader epoch: likewise
  buffer.writeInt8(MAGIC, at);
  at = buffer.writeInt16BE(0, CRC_FROM); // attributes: no compression, time of creation
  at = buffer.writeInt32BE(records.length - 1, at);
  at = buffer.writeBigInt64BE(timestampMs, at);
  at = buffer.writeBigInt64BE(timestampMs, at);
  at = buffer.writeBigInt64BE(NO_PRODUCER_ID, at);
  at = buffer.writeInt16BE(0, at); // producer epoch
  at = buffer.writeInt32BE(0, at); // first sequence
  at = buffer.writeInt32BE(records.length, at);
  for (let index = 0; index < records.length; index += 1) {
    at = writeVarInt(buffer, sizes[index] as number, at);
    at = writeRecord(buffer, records[index] as AdmittedRecord, index, at);
  }
  buffer.writeUInt32BE(crc32c(buffer, CRC_FROM), CRC_AT);
}

/** What follows a record's length. `index` is its offset in the batch. */
function bodyBytes({ key, value, headers }: AdmittedRecord, index: number): number {
  let bytes = RECORD_FIXED_BYTES + varIntBytes(index);
  bytes += varIntBytes(key.length) + key.length + varIntBytes(value.length) + value.length;
  let count = 0;
  for (const name in headers) {
    const { length } = headers[name] as Buffer;
    bytes += varIntBytes(name.length) + name.length + varIntBytes(length) + length;
    count += 1;
  }
  return bytes + varIntBytes(count);
}

function writeRecord(buffer: Buffer, record: AdmittedRecord, index: number, from: number): number {
  const { key, value, headers } = record;
  buffer[from] = 0; // attributes
  buffer[from + 1] = 0; // timestamp delta
  let at = writeVarInt(buffer, index, from + RECORD_FIXED_BYTES);
  at = writeBytes(buffer, key, at);
  at = writeBytes(buffer, value, at);
  at = writeVarInt(buffer, Object.keys(headers).length, at);
  for (const name in headers) {
    at = writeVarInt(buffer, name.length, at);
    // Names are ASCII, and short: a loop is done before a call into the runtime would have begun.
    for (let each = 0; each < name.length; each += 1) buffer[at + each] = name.charCodeAt(each);
    at = writeBytes(buffer, headers[name] as Buffer, at + name.length);
  }
  return at;
}

function writeBytes(buffer: Buffer, bytes: Buffer, from: number): number {
  const at = writeVarInt(buffer, bytes.length, from);
  buffer.set(bytes, at);
  return at + bytes.length;
}

/** Zigzag, then seven bits a byte, the lowest first. Nothing here is negative, or as large as 2³⁰. */
function writeVarInt(buffer: Buffer, value: number, from: number): number {
  let rest = value << 1;
  let at = from;
  for (; rest > 0x7f; rest >>>= 7) {
    buffer[at] = (rest & 0x7f) | 0x80;
    at += 1;
  }
  buffer[at] = rest;
  return at + 1;
}

function varIntBytes(value: number): number {
  let bytes = 1;
  for (let rest = value << 1; rest > 0x7f; rest >>>= 7) bytes += 1;
  return bytes;
}
