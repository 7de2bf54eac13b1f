import type { Pool } from 'pg';
import type { Append } from '../engine/store.ts';
import { LogError } from '../errors.ts';
import type { Appended, TopicPartition } from '../port.ts';
import { encodeBatch, encodeByteaArray } from './batch-format.ts';
import { toAppendError } from './failures.ts';
import { APPEND } from './queries.ts';

/** A row of record_batch holds at most so many records, so that a reader need not take more than it asked for. */
const BATCH_RECORDS = 500;
const BATCH_BYTES = 1024 * 1024;

/** One statement, one round trip, one commit. */
export async function storeAppends(
  pool: Pool,
  to: TopicPartition,
  appends: readonly Append[],
): Promise<readonly (readonly Appended[])[]> {
  const batches = appends.flatMap(splitAppend);
  const firsts = batches.map(createCounter());
  const total = appends.reduce((sum, records) => sum + records.length, 0);
  const values = [
    to.topic,
    to.partition,
    total,
    firsts,
    batches.map(({ length }) => length),
    encodeByteaArray(batches.map(encodeBatch)),
  ];
  let sent = false;
  try {
    const client = await pool.connect();
    const onBreak = (): void => undefined; // the statement's own rejection tells of it
    let broken = true;
    client.on('error', onBreak);
    try {
      sent = true;
      const { rows } = await client.query<AppendRow>(APPEND, values);
      broken = false;
      const [row] = rows;
      if (!row) throw new LogError('unknown-topic', { topic: to.topic, partition: to.partition });
      return nameOffsets(to.partition, appends, BigInt(row.base_offset), Number(row.timestamp_ms));
    } catch (error) {
      broken = broken && !(error as { severity?: unknown }).severity; // an answer: the connection is sound
      throw error;
    } finally {
      if (!broken) client.removeListener('error', onBreak);
      client.release(broken);
    }
  } catch (error) {
    throw toAppendError(error, sent);
  }
}

interface AppendRow {
  readonly base_offset: string;
  readonly timestamp_ms: string;
}

function splitAppend(records: Append): readonly Append[] {
  const batches: Append[] = [];
  let batch: Append[number][] = [];
  let bytes = 0;
  for (const record of records) {
    if (
      batch.length === BATCH_RECORDS ||
      (batch.length > 0 && bytes + record.bytes > BATCH_BYTES)
    ) {
      batches.push(batch);
      [batch, bytes] = [[], 0];
    }
    batch.push(record);
    bytes += record.bytes;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** Gives each batch the number of records before it. */
function createCounter(): (batch: Append) => number {
  let before = 0;
  return ({ length }) => {
    before += length;
    return before - length;
  };
}

function nameOffsets(
  partition: number,
  appends: readonly Append[],
  base: bigint,
  timestampMs: number,
): readonly (readonly Appended[])[] {
  let offset = base - 1n;
  return appends.map((records) =>
    records.map(() => {
      offset += 1n;
      return { partition, offset, timestampMs };
    }),
  );
}
