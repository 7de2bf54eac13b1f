-- Finds the first record at or after a moment, and the last one that has outlived its retention.
CREATE INDEX record_batch_by_time ON event_log.record_batch (topic_id, partition, timestamp_ms, last_offset);
