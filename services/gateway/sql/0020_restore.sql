-- How far the gateway's own topics are known to be in this database: whatever lies below was committed here before it was sent. After a
-- backup has been restored the topics hold more than the tables, from here on.
CREATE TABLE own_position (
  topic       text    NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint  NOT NULL,
  PRIMARY KEY (topic, partition)
);

GRANT SELECT, INSERT, UPDATE ON own_position TO told_service;

-- Decisions that were made and sent before the backup was restored: each is taken up again, as it was made, when its change comes.
CREATE TABLE restored_decision (
  change_id uuid    NOT NULL,
  run       integer NOT NULL,
  -- The record as it was sent.
  value     bytea   NOT NULL,
  PRIMARY KEY (change_id, run)
);

GRANT SELECT, INSERT, DELETE ON restored_decision TO told_service;

-- A decision does not say what its do-not-rely takes back: the release's own record does, and is read after it.
GRANT UPDATE (takes_back) ON release TO told_service;
