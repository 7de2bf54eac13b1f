import { type EventLog, LogError, partitionFor, RECORD_BYTES_MAX } from '@told/event-log';
import { DatabaseError } from './errors.ts';
import type { Statement, Transaction } from './ports.ts';
import { formatTextHeaders } from './stored-bytes.ts';

/** What the log counts for the digest that it adds: name, value, overhead. */
const DIGEST_BYTES = 80;
/** What it counts for any header beside name and value. */
const HEADER_OVERHEAD_BYTES = 10;

export type OutgoingRecord = {
  readonly topic: string;
  /** Decides the partition; records of one key keep their order. */
  readonly key: string;
  readonly value: Buffer;
  /** One byte a character: Latin-1. */
  readonly headers?: Readonly<Record<string, string>>;
};

export type Publisher = {
  /**
   * Says these records, in this order, if and only if the transaction is committed. Call it after the locks of the keys
   * concerned are taken: that keeps the order of a key under concurrent writers. One statement, whatever the number.
   * Throws `unknown-topic` and `record-too-large`, or the log's own retryable error, and then nothing was written.
   */
  publish(tx: Transaction, records: readonly OutgoingRecord[]): Promise<void>;
};

// Keys, values and headers travel as one binary parameter that is cut up here: as arrays of bytea they would be written in
// hexadecimal and quoted, at half as much CPU again for the whole insert.
const INSERT: Statement = {
  name: 'outbox_insert',
  text: `INSERT INTO outbox (topic, partition, key, value, headers)
         SELECT topic, partition,
                substring($3::bytea FROM at FOR key_size),
                substring($3 FROM at + key_size FOR value_size),
                convert_from(substring($3 FROM at + key_size + value_size FOR headers_size), 'UTF8')
         FROM unnest($1::text[], $2::int[], $4::int[], $5::int[], $6::int[], $7::int[])
              WITH ORDINALITY AS r (topic, partition, at, key_size, value_size, headers_size, place)
         ORDER BY place`,
};

/**
 * Asks the log once for its topics: their partition counts never change. One that this user could not see is asked for when something is
 * said on it, since the right to it may be granted meanwhile. Rejects with the log's error.
 */
export async function createPublisher({ log }: { readonly log: EventLog }): Promise<Publisher> {
  const partitions = new Map((await log.topics()).map((topic) => [topic.name, topic.partitions]));
  return {
    async publish(tx, records) {
      if (records.length === 0) return;
      for (const { topic } of records) {
        if (!partitions.has(topic)) partitions.set(topic, await countPartitions(log, topic));
      }
      const rows = records.map((record) =>
        prepareRow(record, partitions.get(record.topic) as number),
      );
      void tx.query(INSERT, packRows(rows)); // its failure is the transaction's
      tx.signal({ kind: 'published', count: records.length });
    },
  };
}

async function countPartitions(log: EventLog, topic: string): Promise<number> {
  try {
    return (await log.bounds(topic)).length;
  } catch (error) {
    if (!(error instanceof LogError) || error.code !== 'unknown-topic') throw error;
    throw new DatabaseError('unknown-topic', { topic });
  }
}

type Row = {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: string;
  readonly headerBytes: number;
};

function prepareRow(record: OutgoingRecord, partitions: number): Row {
  const { topic, value } = record;
  const { headers: named = {} } = record;
  const key = Buffer.from(record.key);
  const headers = formatTextHeaders(named);
  const headerBytes = Buffer.byteLength(headers);
  // Found here and not by the relay, which would have to wait for ever with a record that the log never takes.
  const overheadBytes = DIGEST_BYTES + HEADER_OVERHEAD_BYTES * Object.keys(named).length;
  const sizeBytes = key.length + value.length + headerBytes + overheadBytes;
  if (sizeBytes > RECORD_BYTES_MAX) {
    throw new DatabaseError('record-too-large', { topic, sizeBytes });
  }
  return { topic, partition: partitionFor(key, partitions), key, value, headers, headerBytes };
}

/** The parameters of INSERT; `at` counts from 1, as SQL does. */
function packRows(rows: readonly Row[]): unknown[] {
  const size = rows.reduce(
    (sum, { key, value, headerBytes }) => sum + key.length + value.length + headerBytes,
    0,
  );
  const packed = Buffer.allocUnsafe(size);
  let next = 0;
  const at = rows.map(({ key, value, headers }) => {
    const from = next;
    next += key.copy(packed, next);
    next += value.copy(packed, next);
    next += packed.write(headers, next);
    return from + 1;
  });
  return [
    rows.map((row) => row.topic),
    rows.map((row) => row.partition),
    packed,
    at,
    rows.map((row) => row.key.length),
    rows.map((row) => row.value.length),
    rows.map((row) => row.headerBytes),
  ];
}
