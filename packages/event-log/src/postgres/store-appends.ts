import type { Pool } from 'pg';
import type { Append, AppendedPart, AppendPart } from '../engine/store.ts';
import { LogError } from '../errors.ts';
import { encodeBatch, encodeByteaArray } from './batch-format.ts';
import { toAppendError } from './failures.ts';
import { APPEND } from './queries.ts';

/** A row of record_batch holds at most so many records, so that a reader need not take more than it asked for. */
const BATCH_RECORDS = 500;
const BATCH_BYTES = 1024 * 1024;

/** One statement, one round trip, one commit: all parts are stored or none, but for those whose partition does not exist. */
export async function storeAppends(
  pool: Pool,
  parts: readonly AppendPart[],
): Promise<readonly (AppendedPart | LogError)[]> {
  const values = arrangeValues(parts);
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
      const found = new Map(rows.map((row) => [Number(row.part) - 1, row]));
      return parts.map((part, index) => nameOffsets(part, found.get(index)));
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
  readonly part: string;
  readonly base: string;
  readonly last_ms: string;
}

/** The parameters of APPEND: one array a column. */
export function arrangeValues(parts: readonly AppendPart[]): unknown[] {
  const counts: number[] = [];
  const batches: { part: number; first: number; count: number; bytes: Buffer }[] = [];
  parts.forEach(({ appends }, index) => {
    let first = 0;
    for (const batch of splitAppend(appends.flat())) {
      const count = batch.length;
      batches.push({ part: index + 1, first, count, bytes: encodeBatch(batch) });
      first += count;
    }
    counts.push(first);
  });
  return [
    parts.map(({ to }) => to.topic),
    parts.map(({ to }) => to.partition),
    counts,
    batches.map(({ part }) => part),
    batches.map(({ first }) => first),
    batches.map(({ count }) => count),
    encodeByteaArray(batches.map(({ bytes }) => bytes)),
  ];
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

function nameOffsets(
  { to: { topic, partition }, appends }: AppendPart,
  row: AppendRow | undefined,
): AppendedPart | LogError {
  if (!row) return new LogError('unknown-topic', { topic, partition });
  const timestampMs = Number(row.last_ms);
  let offset = BigInt(row.base) - 1n;
  return appends.map((records) =>
    records.map(() => {
      offset += 1n;
      return { partition, offset, timestampMs };
    }),
  );
}
