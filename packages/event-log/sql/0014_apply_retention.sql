-- Deletes what has outlived its topic's retention, in whole appends: late rather than early. Answers the number of rows deleted.
-- Runs with its owner's rights, so that no service needs the right to delete.
CREATE FUNCTION event_log.apply_retention() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  head record;
  cut bigint;
  deleted bigint;
  total bigint := 0;
BEGIN
  FOR head IN
    SELECT h.topic_id, h.partition, h.low,
           (extract(epoch FROM clock_timestamp()) * 1000)::bigint - t.retention_ms AS before_ms
      FROM event_log.partition_head h JOIN event_log.topic t ON t.id = h.topic_id
     WHERE t.retention_ms IS NOT NULL
     ORDER BY h.topic_id, h.partition
  LOOP
    SELECT b.last_offset + 1 INTO cut
      FROM event_log.record_batch b
     WHERE b.topic_id = head.topic_id AND b.partition = head.partition AND b.timestamp_ms < head.before_ms
     ORDER BY b.timestamp_ms DESC, b.last_offset DESC
     LIMIT 1;
    CONTINUE WHEN cut IS NULL;
    DELETE FROM event_log.record_batch b
     WHERE b.topic_id = head.topic_id AND b.partition = head.partition AND b.last_offset < cut;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    total := total + deleted;
    UPDATE event_log.partition_head h SET low = cut
     WHERE h.topic_id = head.topic_id AND h.partition = head.partition AND h.low < cut;
  END LOOP;
  RETURN total;
END
$$;
GRANT EXECUTE ON FUNCTION event_log.apply_retention TO told_service;
