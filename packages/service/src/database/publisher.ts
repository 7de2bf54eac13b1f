import { type EventLog, partitionFor, RECORD_BYTES_MAX } from '@told/event-log';
import { DatabaseError } from './errors.ts';
import type { Statement, Transaction } from './ports.ts';
import { formatHeaders } from './stored-bytes.ts';

export type OutgoingRecord = {
  readonly topic: string;
  /** Decides the partition; records of one key keep their order. */
  readonly key: string;
  readonly value: Buffer;
  readonly headers?: Readonly<Record<string, Buffer>>;
};

export type Publisher = {
  /**
   * Says these records, in this order, if and only if the transaction is committed. Call it after the locks of the keys
   * concerned are taken: that keeps the order of a key under concurrent writers. One statement, whatever the number.
   * Throws `unknown-topic` and `record-too-large`, and then nothing was written.
   */
  publish(tx: Transaction, records: readonly OutgoingRecord[]): Promise<void>;
};

const INSERT: Statement = {
  name: 'outbox_insert',
  text: `INSERT INTO outbox (topic, partition, key, value, headers)
         SELECT topic, partition, key, value, headers
         FROM unnest($1::text[], $2::int[], $3::bytea[], $4::bytea[], $5::text[])
              WITH ORDINALITY AS r (topic, partition, key, value, headers, place)
         ORDER BY place`,
};

/** Asks the log once for its topics: their partition counts never change. Rejects with the log's error. */
export async function createPublisher({ log }: { readonly log: EventLog }): Promise<Publisher> {
  const partitions = new Map((await log.topics()).map((topic) => [topic.name, topic.partitions]));
  return {
    async publish(tx, records) {
      if (records.length === 0) return;
      const rows = records.map((record) => prepareRow(record, partitions.get(record.topic)));
      await tx.query(INSERT, [
        rows.map((row) => row.topic),
        rows.map((row) => row.partition),
        rows.map((row) => row.key),
        rows.map((row) => row.value),
        rows.map((row) => row.headers),
      ]);
      tx.signal({ kind: 'published', count: records.length });
    },
  };
}

function prepareRow(record: OutgoingRecord, partitions: number | undefined) {
  const { topic, value, headers = {} } = record;
  if (partitions === undefined) throw new DatabaseError('unknown-topic', { topic });
  const key = Buffer.from(record.key);
  // Found here and not by the relay, which would have to wait for ever with a record that the log never takes.
  const sizeBytes = key.length + value.length;
  if (sizeBytes > RECORD_BYTES_MAX)
    throw new DatabaseError('record-too-large', { topic, sizeBytes });
  return {
    topic,
    partition: partitionFor(key, partitions),
    key,
    value,
    headers: formatHeaders(headers),
  };
}
