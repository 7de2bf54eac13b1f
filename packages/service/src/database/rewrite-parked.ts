import { DIGEST_HEADER, recordDigest, type StoredRecord } from '@told/event-log';
import { lockParkedKeys } from './park-records.ts';
import type { Statement, Transaction } from './ports.ts';
import { formatHeaders } from './stored-bytes.ts';
import { type ParkedRow, readParkedRow } from './take-parked.ts';

/** Records held in memory at once; a key may have as many parked records as the table may hold. */
const PAGE_RECORDS = 500;
/** Before every position. */
const FIRST_POSITION = '0';

const READ_PAGE: Statement = {
  name: 'parked_record_page',
  text: `SELECT position::text AS position, topic, partition, "offset"::text AS "offsetText", timestamp_ms AS "timestampMs", record_key AS key,
           value, headers
         FROM parked_record WHERE stream = $1 AND key = $2 AND position > $3 ORDER BY parked_record.position LIMIT $4`,
};

const REPLACE: Statement = {
  name: 'parked_record_replace',
  text: `UPDATE parked_record AS p SET value = n.value, headers = n.headers
         FROM unnest($1::bigint[], $2::bytea[], $3::text[]) AS n (position, value, headers) WHERE p.position = n.position`,
};

/**
 * Gives waiting records of one parked key other values: `rewrite` answers record by record with the new value, or null to leave it. Each
 * keeps its place, its headers and where it came from; a digest header is made to fit. Returns how many were rewritten, 0 for a key that
 * is not parked. A redrive and this wait for each other: what the redrive takes out is either rewritten or not seen here.
 */
export async function rewriteParked(
  tx: Transaction,
  stream: string,
  key: string,
  rewrite: (records: readonly StoredRecord[]) => Promise<readonly (Buffer | null)[]>,
): Promise<number> {
  await lockParkedKeys(tx, stream, [key]);
  let rewritten = 0;
  for (let after = FIRST_POSITION; ; ) {
    const { rows } = await tx.query<PagedRow>(READ_PAGE, [stream, key, after, PAGE_RECORDS]);
    const records = rows.map(readParkedRow);
    const values = await rewrite(records);
    rewritten += await replace(tx, rows, records, values);
    after = rows.at(-1)?.position ?? after;
    if (rows.length < PAGE_RECORDS) return rewritten;
  }
}

type PagedRow = ParkedRow & { readonly position: string };

async function replace(
  tx: Transaction,
  rows: readonly PagedRow[],
  records: readonly StoredRecord[],
  values: readonly (Buffer | null)[],
): Promise<number> {
  const changed = records.flatMap((record, index) => {
    const value = values[index] ?? null;
    const position = rows[index]?.position;
    if (value === null || position === undefined) return [];
    return [{ position, value, headers: formatHeaders(fitDigest(record, value)) }];
  });
  if (changed.length === 0) return 0;
  const { rowCount } = await tx.query(REPLACE, [
    changed.map(({ position }) => position),
    changed.map(({ value }) => value),
    changed.map(({ headers }) => headers),
  ]);
  return rowCount;
}

/** The same headers, for another value. */
function fitDigest(
  { key, headers }: StoredRecord,
  value: Buffer,
): Readonly<Record<string, Buffer>> {
  if (headers[DIGEST_HEADER] === undefined) return headers;
  return { ...headers, [DIGEST_HEADER]: Buffer.from(recordDigest(key, value), 'latin1') };
}
