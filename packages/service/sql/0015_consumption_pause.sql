-- Groups that an operator has paused: a row while one is. What they would consume waits in the log.
CREATE TABLE consumption_pause (
  consumer_group text   PRIMARY KEY,
  reason         text   NOT NULL,
  actor          text   NOT NULL,
  paused_at_ms   bigint NOT NULL
);

GRANT SELECT, INSERT, DELETE ON consumption_pause TO told_service;
