-- Hands out offsets. An append updates this row and inserts its records in one statement, so that the row stays locked until
-- the commit: offsets become visible in their order, and a tailing reader skips nothing. (A sequence would not do: it hands
-- out offsets that commit later, behind the reader's back.)
CREATE TABLE event_log.partition_head (
  topic_id integer NOT NULL REFERENCES event_log.topic,
  partition integer NOT NULL CHECK (partition >= 0),
  low bigint NOT NULL DEFAULT 0,     -- the oldest readable offset; only rises
  next bigint NOT NULL DEFAULT 0,    -- the offset of the next record
  last_ms bigint NOT NULL DEFAULT 0, -- the newest record's timestamp; never decreases
  PRIMARY KEY (topic_id, partition),
  CHECK (low BETWEEN 0 AND next)
) WITH (fillfactor = 20); -- room for the row's next versions on its own page: an append touches no index
GRANT SELECT, UPDATE (next, last_ms) ON event_log.partition_head TO told_service;
