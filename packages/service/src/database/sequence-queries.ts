import type { Statement } from './ports.ts';

// OFFSET 0 keeps each reading of heads and ids a look by key: as a join, a plan made while the tables were small would go through all of
// the stream for every batch, again for each of its keys.

// Locks parked keys, in order. A redrive of one is waited for, and then the head read here may be older than its end. In the redrive's own
// transaction the key's records flow. One row for all keys, in their order: a row for each is most of what the reading costs.
export const READ_HEADS: Statement = {
  name: 'sequence_read',
  text: `WITH parked AS (
           SELECT key FROM parked_key WHERE stream = $1 AND key = ANY ($2::text[]) AND NOT redriving ORDER BY key FOR UPDATE
         )
         SELECT string_agg(coalesce(h.last_sequence, 0)::text, ',' ORDER BY k.place) AS "lastSequences",
           array_agg(k.key) FILTER (WHERE p.key IS NOT NULL) AS parked
         FROM unnest($2::text[]) WITH ORDINALITY AS k (key, place)
              LEFT JOIN LATERAL (
                SELECT key, last_sequence FROM sequence_head WHERE stream = $1 AND key = k.key OFFSET 0
              ) AS h ON true
              LEFT JOIN parked p ON p.key = k.key`,
};

export const READ_IDS: Statement = {
  name: 'sequence_read_ids',
  text: `SELECT r.key, r.sequence, r.id
         FROM unnest($2::text[], $3::bigint[]) AS k (key, sequence)
              CROSS JOIN LATERAL (
                SELECT key, sequence, id FROM sequence_record WHERE stream = $1 AND key = k.key AND sequence = k.sequence OFFSET 0
              ) AS r`,
};

// Moves heads from where each run of records begins to where it ends, all or none: a key that is parked, or stands elsewhere, stops it, and so the
// statement also tells a batch without faults from others. A head that somebody else moves meanwhile is not among those moved: its row is
// found by where it lay when all were read, and `before` is asked again, since not every server asks again for the place. In the order of keys,
// as all lock them.
export const MOVE_HEADS: Statement = {
  name: 'sequence_move',
  text: `WITH found AS MATERIALIZED (
           SELECT run.key, before, last, place, last_sequence
           FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS run (key, before, last)
                LEFT JOIN LATERAL (
                  SELECT ctid AS place, last_sequence FROM sequence_head WHERE stream = $1 AND key = run.key OFFSET 0
                ) AS head ON true
           ORDER BY run.key
         ), parked AS (
           SELECT key FROM parked_key WHERE stream = $1 AND key = ANY ($2::text[]) AND NOT redriving ORDER BY key FOR UPDATE
         ), checked AS MATERIALIZED (
           SELECT bool_and(before = coalesce(last_sequence, 0)) AND NOT EXISTS (SELECT FROM parked) AS sound FROM found
         ), moved AS (
           UPDATE sequence_head AS head SET last_sequence = found.last FROM found
           WHERE head.ctid = place AND head.last_sequence = before AND (SELECT sound FROM checked)
           RETURNING 1
         ), begun AS (
           INSERT INTO sequence_head (stream, key, last_sequence)
           SELECT $1, key, last FROM found WHERE place IS NULL AND (SELECT sound FROM checked)
           ON CONFLICT DO NOTHING
           RETURNING 1
         )
         SELECT sound, (SELECT count(*)::int FROM moved) + (SELECT count(*)::int FROM begun) AS moved FROM checked`,
};

export const KEEP_IDS: Statement = {
  name: 'sequence_keep_ids',
  text: `INSERT INTO sequence_record (stream, key, sequence, id)
         SELECT $1, key, sequence, id FROM unnest($2::text[], $3::bigint[], $4::uuid[]) AS a (key, sequence, id) ORDER BY key, sequence
         ON CONFLICT DO NOTHING`,
};

// Passes over what an operator gave up: the hole begins right behind the head at which that was done, and is no wider than what was given up.
export const PASS_OVER: Statement = {
  name: 'sequence_pass_over',
  text: `WITH gap AS (
           SELECT a.key, min(a.sequence) AS sequence FROM unnest($2::text[], $3::bigint[]) AS a (key, sequence) GROUP BY a.key
         ), passed AS (
           DELETE FROM sequence_skip AS s USING gap
           WHERE s.stream = $1 AND s.key = gap.key AND gap.sequence - 1 BETWEEN s.after_sequence + 1 AND s.after_sequence + s.skipped
             AND s.after_sequence = coalesce((SELECT last_sequence FROM sequence_head h WHERE h.stream = $1 AND h.key = gap.key), 0)
           RETURNING gap.key, gap.sequence - 1 AS last_sequence
         )
         INSERT INTO sequence_head (stream, key, last_sequence) SELECT $1, key, last_sequence FROM passed
         ON CONFLICT (stream, key) DO UPDATE SET last_sequence = excluded.last_sequence`,
};
