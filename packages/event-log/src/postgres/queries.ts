/** Named, so that each connection parses and plans them once. Offsets travel as bigint, which pg reads as text: exact. */

export const APPEND = {
  name: 'event_log.append',
  // Durability is asked for here, whatever the session's default. The head is locked by the update, until the commit.
  text: `WITH durable AS MATERIALIZED (
           SELECT set_config('synchronous_commit', 'on', true)
         ), head AS (
           UPDATE event_log.partition_head h
              SET next = h.next + $3::bigint,
                  last_ms = greatest(h.last_ms, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint)
             FROM event_log.topic t, durable
            WHERE t.name = $1 AND h.topic_id = t.id AND h.partition = $2::integer
           RETURNING h.topic_id, h.partition, h.next - $3::bigint AS base, h.last_ms
         )
         INSERT INTO event_log.record_batch (topic_id, partition, base_offset, last_offset, timestamp_ms, records)
         SELECT head.topic_id, head.partition, head.base + b.first, head.base + b.first + b.count - 1, head.last_ms, b.records
           FROM head, unnest($4::bigint[], $5::bigint[], $6::bytea[]) AS b (first, count, records)
         RETURNING topic_id, base_offset, timestamp_ms`,
};

export const FETCH = {
  name: 'event_log.fetch',
  // One snapshot for bounds and records. The inner limit bounds the scan, the running sum the bytes; one row always comes.
  text: `SELECT h.low, h.next, b.base_offset, b.timestamp_ms, b.records
           FROM event_log.topic t
           JOIN event_log.partition_head h ON h.topic_id = t.id
           LEFT JOIN LATERAL (
             SELECT * FROM (
               SELECT c.base_offset, c.last_offset, c.timestamp_ms, c.records,
                      sum(octet_length(c.records)) OVER before AS bytes_before,
                      sum(c.last_offset - c.base_offset + 1) OVER before AS records_before
                 FROM (SELECT * FROM event_log.record_batch r
                        WHERE r.topic_id = h.topic_id AND r.partition = h.partition AND r.last_offset >= $3::bigint
                        ORDER BY r.topic_id, r.partition, r.last_offset LIMIT $4::integer) c
               WINDOW before AS (ORDER BY c.last_offset ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
             ) w
             WHERE coalesce(w.bytes_before, 0) < $5::bigint AND coalesce(w.records_before, 0) < $4::integer
           ) b ON true
          WHERE t.name = $1 AND h.partition = $2::integer
          ORDER BY b.last_offset`,
};

export const BOUNDS = {
  name: 'event_log.bounds',
  text: `SELECT h.partition, h.low, h.next
           FROM event_log.topic t JOIN event_log.partition_head h ON h.topic_id = t.id
          WHERE t.name = $1 ORDER BY h.partition`,
};

export const OFFSET_AT = {
  name: 'event_log.offset_at',
  text: `SELECT (SELECT r.base_offset FROM event_log.record_batch r
                  WHERE r.topic_id = h.topic_id AND r.partition = h.partition AND r.timestamp_ms >= $3::bigint
                  ORDER BY r.timestamp_ms, r.last_offset LIMIT 1) AS base_offset
           FROM event_log.topic t JOIN event_log.partition_head h ON h.topic_id = t.id
          WHERE t.name = $1 AND h.partition = $2::integer`,
};

export const COMMITTED = {
  name: 'event_log.committed',
  text: `SELECT l.partition, l.next
           FROM event_log.topic t LEFT JOIN event_log.group_lease l ON l.topic_id = t.id AND l.group_name = $1
          WHERE t.name = $2 ORDER BY l.partition`,
};

export const JOIN_GROUP = {
  name: 'event_log.join_group',
  text: `SELECT t.name, j.partition, j.generation, j.wanted
           FROM event_log.join_group($1, $2, $3::integer[], $4::integer) j JOIN event_log.topic t ON t.id = j.topic_id`,
};

export const COMMIT = {
  name: 'event_log.commit',
  text: `UPDATE event_log.group_lease l SET next = m.next
           FROM unnest($3::text[], $4::integer[], $5::bigint[], $6::bigint[]) AS m (topic, partition, generation, next)
           JOIN event_log.topic t ON t.name = m.topic
          WHERE l.group_name = $1 AND l.owner = $2 AND l.topic_id = t.id AND l.partition = m.partition
            AND l.generation = m.generation
         RETURNING m.topic, l.partition`,
};

export const RELEASE_LEASE = {
  name: 'event_log.release_lease',
  text: `SELECT event_log.release_lease($1, $2, t.id, $4::integer) FROM event_log.topic t WHERE t.name = $3`,
};

export const LEAVE_GROUP = {
  name: 'event_log.leave_group',
  text: 'SELECT event_log.leave_group($1, $2)',
};

export const TOPICS = {
  name: 'event_log.topics',
  text: 'SELECT id, name, partitions, retention_ms FROM event_log.topic ORDER BY name',
};

export const CREATE_TOPICS = {
  name: 'event_log.create_topics',
  text: 'SELECT event_log.create_topics($1::text[], $2::integer[], $3::bigint[])',
};

export const APPLY_RETENTION = {
  name: 'event_log.apply_retention',
  text: 'SELECT event_log.apply_retention()',
};

/** The ends of all partitions of some topics: what a reader looks at when no notification came. */
export const ENDS = {
  name: 'event_log.ends',
  text: `SELECT t.name, h.partition, h.next
           FROM event_log.topic t JOIN event_log.partition_head h ON h.topic_id = t.id
          WHERE t.name = ANY ($1::text[])`,
};

/** Tells readers that some partitions of a topic have new records. */
export const ANNOUNCE = {
  name: 'event_log.announce',
  text: 'SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS n (channel, payload)',
};
