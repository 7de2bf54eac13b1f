-- Ends a membership at once: others need not wait for its expiry.
CREATE FUNCTION event_log.leave_group(of_group text, as_member text) RETURNS void
LANGUAGE sql AS $$
  DELETE FROM event_log.group_member WHERE group_name = of_group AND member = as_member;
  SELECT pg_notify('event_log_group_' || md5(of_group), as_member);
$$;
