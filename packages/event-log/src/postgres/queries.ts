/** Named, so that each connection parses and plans them once. Offsets travel as bigint, which pg reads as text: exact. */

export const APPEND = {
  name: 'event_log.append',
  // Durability is asked for here, whatever the session's default. The heads are locked until the commit, all writers taking
  // them in one order, so that no two wait for each other. Parts ($1 to $3) and batches ($4 to $7) are numbered from 1.
  text: `WITH durable AS MATERIALIZED (
           SELECT set_config('synchronous_commit', 'on', true)
         ), locked AS MATERIALIZED (
           SELECT h.topic_id, h.partition, p.part, p.count
             FROM durable, unnest($1::text[], $2::integer[], $3::bigint[]) WITH ORDINALITY AS p (topic, partition, count, part)
             JOIN event_log.topic t ON t.name = p.topic
             JOIN event_log.partition_head h ON h.topic_id = t.id AND h.partition = p.partition
            ORDER BY h.topic_id, h.partition
              FOR NO KEY UPDATE OF h
         ), head AS (
           UPDATE event_log.partition_head h
              SET next = h.next + l.count,
                  last_ms = greatest(h.last_ms, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint)
             FROM locked l
            WHERE h.topic_id = l.topic_id AND h.partition = l.partition
           RETURNING l.part, h.topic_id, h.partition, h.next - l.count AS base, h.last_ms
         ), stored AS (
           INSERT INTO event_log.record_batch (topic_id, partition, base_offset, last_offset, timestamp_ms, records)
           SELECT head.topic_id, head.partition, head.base + b.first, head.base + b.first + b.count - 1, head.last_ms, b.records
             FROM head JOIN unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::bytea[]) AS b (part, first, count, records)
               ON b.part = head.part
         )
         SELECT part, base, last_ms FROM head`,
};

export const FETCH = {
  name: 'event_log.fetch',
  // One snapshot for bounds and records of all requests. The inner limit bounds the scan, the running sum the bytes; one row
  // of each partition always comes.
  text: `SELECT q.request, h.low, h.next, b.base_offset, b.timestamp_ms, b.records
           FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::integer[], $5::bigint[])
                WITH ORDINALITY AS q (topic, partition, position, records, bytes, request)
           JOIN event_log.topic t ON t.name = q.topic
           JOIN event_log.partition_head h ON h.topic_id = t.id AND h.partition = q.partition
           LEFT JOIN LATERAL (
             SELECT * FROM (
               SELECT c.base_offset, c.last_offset, c.timestamp_ms, c.records,
                      sum(octet_length(c.records)) OVER before AS bytes_before,
                      sum(c.last_offset - c.base_offset + 1) OVER before AS records_before
                 FROM (SELECT * FROM event_log.record_batch r
                        WHERE r.topic_id = h.topic_id AND r.partition = h.partition AND r.last_offset >= q.position
                        ORDER BY r.topic_id, r.partition, r.last_offset LIMIT q.records) c
               WINDOW before AS (ORDER BY c.last_offset ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
             ) w
             WHERE coalesce(w.bytes_before, 0) < q.bytes AND coalesce(w.records_before, 0) < q.records
           ) b ON true
          ORDER BY q.request, b.last_offset`,
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

/** Tells readers of which topics which partitions have new records. */
export const ANNOUNCE = {
  name: 'event_log.announce',
  text: 'SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS n (channel, payload)',
};
