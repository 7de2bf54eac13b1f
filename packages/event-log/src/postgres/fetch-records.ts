import type { QueryConfig } from 'pg';
import type { Fetched, FetchRequest } from '../engine/store.ts';
import { LogError } from '../errors.ts';
import type { StoredRecord } from '../port.ts';
import { decodeBatch } from './batch-format.ts';
import { FETCH } from './queries.ts';
import type { FetchRow } from './rows.ts';

/** The largest bigint of PostgreSQL. A position beyond it lies beyond every end, and must not spoil what others ask for. */
const POSITION_MAX = 2n ** 63n - 1n;

/** One statement for all requests; each gets its own answer. */
export async function fetchRecords(
  query: (config: QueryConfig, values: unknown[]) => Promise<readonly FetchRow[]>,
  requests: readonly FetchRequest[],
): Promise<readonly (Fetched | LogError)[]> {
  const rows = await query(FETCH, [
    requests.map(({ at }) => at.topic),
    requests.map(({ at }) => at.partition),
    requests.map(({ from }) => clampPosition(from)),
    requests.map(({ records }) => records),
    requests.map(({ bytes }) => bytes),
  ]);
  const found = Map.groupBy(rows, ({ request }) => Number(request) - 1);
  return requests.map((request, index) => readRows(request, found.get(index) ?? []));
}

const clampPosition = (from: bigint): bigint => {
  if (from < 0n) return 0n;
  return from > POSITION_MAX ? POSITION_MAX : from;
};

function readRows(
  { at: { topic, partition }, from }: FetchRequest,
  rows: readonly FetchRow[],
): Fetched | LogError {
  const [first] = rows;
  if (!first) return new LogError('unknown-topic', { topic, partition });
  const records: StoredRecord[] = [];
  try {
    for (const { base_offset, timestamp_ms, records: bytes } of rows) {
      if (base_offset === null || bytes === null) continue;
      const [baseOffset, timestampMs] = [BigInt(base_offset), Number(timestamp_ms)];
      const all = decodeBatch({ topic, partition, baseOffset, timestampMs, bytes });
      records.push(...(baseOffset < from ? all.slice(Number(from - baseOffset)) : all));
    }
  } catch (error) {
    if (error instanceof LogError) return error; // corrupt: nobody else's records are
    throw error;
  }
  return { low: BigInt(first.low), end: BigInt(first.next), records };
}
