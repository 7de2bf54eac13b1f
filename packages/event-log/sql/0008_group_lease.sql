-- Which member reads a partition for its group. The lease lasts as long as its owner's membership. The generation rises with
-- each new owner; a commit that carries another is refused. Rows outlive their owners, for they hold the committed position.
CREATE TABLE event_log.group_lease (
  group_name text NOT NULL,
  topic_id integer NOT NULL,
  partition integer NOT NULL,
  owner text,
  generation bigint NOT NULL DEFAULT 0,
  next bigint, -- committed position; null: none yet
  PRIMARY KEY (group_name, topic_id, partition),
  FOREIGN KEY (topic_id, partition) REFERENCES event_log.partition_head
) WITH (fillfactor = 20);
GRANT SELECT, INSERT, UPDATE ON event_log.group_lease TO told_service;
