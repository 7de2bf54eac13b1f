-- Which member of a group each partition falls to. Every member comes to the same answer from the same membership.
CREATE FUNCTION event_log.deal_partitions(of_group text)
RETURNS TABLE (topic_id integer, partition integer, member text)
LANGUAGE sql STABLE AS $$
  WITH reader AS (
    SELECT topic_id, g.member,
           row_number() OVER (PARTITION BY topic_id ORDER BY g.member) - 1 AS place,
           count(*) OVER (PARTITION BY topic_id) AS readers
      FROM event_log.group_member g, unnest(g.topic_ids) AS topic_id
     WHERE g.group_name = of_group
  )
  SELECT h.topic_id, h.partition, r.member
    FROM event_log.partition_head h
    JOIN reader r ON r.topic_id = h.topic_id AND r.place = (h.partition + h.topic_id) % r.readers
$$;
