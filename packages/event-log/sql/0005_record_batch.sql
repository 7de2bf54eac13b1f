-- The records, as they were appended: one row an append, or several for a large one. packages/event-log/src/postgres/batch-format.ts
-- describes the bytes. Append-only: no service may change or delete a row.
CREATE TABLE event_log.record_batch (
  topic_id integer NOT NULL,
  partition integer NOT NULL,
  base_offset bigint NOT NULL,
  last_offset bigint NOT NULL,
  timestamp_ms bigint NOT NULL,
  records bytea NOT NULL,
  PRIMARY KEY (topic_id, partition, last_offset), -- no foreign key: every insert comes from an update of its head
  CHECK (base_offset <= last_offset)
);
-- Values are Avro, often sealed: compressing them costs more than it saves.
ALTER TABLE event_log.record_batch ALTER COLUMN records SET STORAGE EXTERNAL;
GRANT SELECT, INSERT ON event_log.record_batch TO told_service;
