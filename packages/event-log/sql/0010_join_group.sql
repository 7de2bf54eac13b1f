-- A member's heartbeat: prolongs it, takes the free partitions that fall to it, and answers what it holds.
-- Partitions are dealt in turn to the members of a topic in the order of their names, each topic starting at another member.
-- A row with wanted = false has been dealt to somebody else: the member finishes with it and gives it up.
CREATE FUNCTION event_log.join_group(of_group text, as_member text, of_topics integer[], lease_ms integer)
RETURNS TABLE (topic_id integer, partition integer, generation bigint, wanted boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  members_changed boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('event_log.group ' || of_group, 0));

  WITH gone AS (
    DELETE FROM event_log.group_member g
     WHERE g.group_name = of_group AND g.member <> as_member AND g.expires_at <= clock_timestamp()
    RETURNING 1
  ), prolonged AS (
    INSERT INTO event_log.group_member AS g (group_name, member, topic_ids, expires_at)
    VALUES (of_group, as_member, of_topics, clock_timestamp() + lease_ms * interval '1 millisecond')
    ON CONFLICT (group_name, member) DO UPDATE SET topic_ids = excluded.topic_ids, expires_at = excluded.expires_at
    RETURNING g.xmax = 0 AS joined
  )
  SELECT prolonged.joined OR EXISTS (SELECT FROM gone) INTO members_changed FROM prolonged;

  INSERT INTO event_log.group_lease (group_name, topic_id, partition)
  SELECT of_group, h.topic_id, h.partition
    FROM event_log.partition_head h
   WHERE h.topic_id = ANY (of_topics)
     AND NOT EXISTS (
       SELECT FROM event_log.group_lease l
        WHERE l.group_name = of_group AND l.topic_id = h.topic_id AND l.partition = h.partition);

  UPDATE event_log.group_lease l
     SET owner = as_member, generation = l.generation + 1
    FROM event_log.deal_partitions(of_group) d
   WHERE l.group_name = of_group AND l.topic_id = d.topic_id AND l.partition = d.partition
     AND d.member = as_member AND l.owner IS DISTINCT FROM as_member
     AND NOT EXISTS (
       SELECT FROM event_log.group_member g WHERE g.group_name = of_group AND g.member = l.owner);

  IF members_changed THEN
    PERFORM pg_notify('event_log_group_' || md5(of_group), as_member);
  END IF;

  RETURN QUERY
  SELECT l.topic_id, l.partition, l.generation, d.member = as_member
    FROM event_log.group_lease l
    JOIN event_log.deal_partitions(of_group) d ON d.topic_id = l.topic_id AND d.partition = l.partition
   WHERE l.group_name = of_group AND l.owner = as_member AND l.topic_id = ANY (of_topics);
END
$$;
