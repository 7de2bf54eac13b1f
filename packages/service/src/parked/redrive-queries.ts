import type { Statement } from '../database/ports.ts';

/** Of a key: what cannot be read in order of its sequence first, as it was told; a record that is parked again keeps its place. */
const IN_TURN = 'sequence NULLS FIRST, partition, "offset", position';

/** Arrivals of the key wait for this row, and the redrive for arrivals under way. */
export const LOCK_BY_DIGEST: Statement = {
  name: 'parked_key_lock_by_digest',
  text: `SELECT key, reason FROM parked_key WHERE stream = $1 AND key_digest = $2 ORDER BY key LIMIT 1 FOR UPDATE`,
};

export const BEGIN_PIECE: Statement = {
  name: 'parked_key_begin_piece',
  text: 'UPDATE parked_key SET redriving = true WHERE stream = $1 AND key = $2',
};

export const READ_PIECE: Statement = {
  name: 'parked_record_read_piece',
  text: `SELECT position::text AS position, sequence IS NULL AS "isUnread", topic, partition, "offset"::text AS "offsetText",
           timestamp_ms AS "timestampMs", record_key AS key, value, headers
         FROM parked_record WHERE stream = $1 AND key = $2 ORDER BY ${IN_TURN} LIMIT $3`,
};

export const TAKE_OUT: Statement = {
  name: 'parked_record_take_out',
  text: 'DELETE FROM parked_record WHERE position = ANY ($1::bigint[])',
};

/**
 * Those of the records taken out that have been parked anew: with a sequence, or once more without. OFFSET 0 keeps each a look by its place;
 * as a join, all of the key would be gone through for each of them.
 */
export const READ_RETURNED: Statement = {
  name: 'parked_record_read_returned',
  text: `SELECT count(*) AS returned, count(*) FILTER (WHERE p.sequence IS NULL) AS unread
         FROM unnest($3::text[], $4::int[], $5::bigint[]) AS t (topic, partition, "offset")
              CROSS JOIN LATERAL (
                SELECT stream, key, sequence FROM parked_record r
                WHERE r.topic = t.topic AND r.partition = t.partition AND r."offset" = t."offset" OFFSET 0
              ) AS p
         WHERE p.stream = $1 AND p.key = $2`,
};

export const MARK_FAILED: Statement = {
  name: 'parked_record_mark_failed',
  text: `UPDATE parked_record SET reason = 'failed', cause = $2 WHERE position = $1::bigint`,
};

/** The row goes in the transaction that empties the key. */
export const UNPARK_EMPTY: Statement = {
  name: 'parked_key_unpark_empty',
  text: `DELETE FROM parked_key k WHERE stream = $1 AND key = $2
           AND NOT EXISTS (SELECT FROM parked_record r WHERE r.stream = $1 AND r.key = $2)`,
};

/** A key of which nothing is at fault any more waits only for its redrive to go on. */
export const END_PIECE: Statement = {
  name: 'parked_key_end_piece',
  text: `UPDATE parked_key SET redriving = false, reason = coalesce((
           SELECT reason FROM parked_record WHERE stream = $1 AND key = $2 AND reason <> 'key-parked' ORDER BY ${IN_TURN} LIMIT 1
         ), 'key-parked')
         WHERE stream = $1 AND key = $2`,
};

export const COUNT_WAITING: Statement = {
  name: 'parked_record_count_waiting',
  text: 'SELECT count(*) AS waiting FROM parked_record WHERE stream = $1 AND key = $2',
};
