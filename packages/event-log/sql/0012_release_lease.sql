-- Gives up one partition to the member it has been dealt to.
CREATE FUNCTION event_log.release_lease(of_group text, as_member text, of_topic integer, of_partition integer) RETURNS void
LANGUAGE sql AS $$
  UPDATE event_log.group_lease SET owner = NULL
   WHERE group_name = of_group AND owner = as_member AND topic_id = of_topic AND partition = of_partition;
  SELECT pg_notify('event_log_group_' || md5(of_group), as_member);
$$;
