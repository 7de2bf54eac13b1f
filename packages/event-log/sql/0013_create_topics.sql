-- Creates what is missing. A topic that exists keeps its partitions (growing them would move keys) and takes the new retention.
CREATE FUNCTION event_log.create_topics(names text[], partition_counts integer[], retentions_ms bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  other text;
BEGIN
  INSERT INTO event_log.topic AS t (name, partitions, retention_ms)
  SELECT * FROM unnest(names, partition_counts, retentions_ms)
  ON CONFLICT (name) DO UPDATE SET retention_ms = excluded.retention_ms;

  SELECT t.name INTO other
    FROM event_log.topic t JOIN unnest(names, partition_counts) AS wanted (name, partitions) USING (name)
   WHERE t.partitions <> wanted.partitions;
  IF FOUND THEN
    RAISE EXCEPTION 'partition counts never change (topic %)', other USING ERRCODE = 'check_violation';
  END IF;

  INSERT INTO event_log.partition_head (topic_id, partition)
  SELECT t.id, p FROM event_log.topic t, generate_series(0, t.partitions - 1) AS p WHERE t.name = ANY (names)
  ON CONFLICT DO NOTHING;
END
$$;
REVOKE EXECUTE ON FUNCTION event_log.create_topics FROM PUBLIC;
