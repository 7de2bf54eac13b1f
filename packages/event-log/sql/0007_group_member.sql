-- Who reads in a group. A member that has not been heard of before expires_at (this database's clock) is gone.
CREATE TABLE event_log.group_member (
  group_name text NOT NULL,
  member text NOT NULL,
  topic_ids integer[] NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (group_name, member)
) WITH (fillfactor = 20);
GRANT SELECT, INSERT, UPDATE, DELETE ON event_log.group_member TO told_service;
