-- How far the run under way has read each partition of the log, and how far it reads: to the end that the log had when all was listed.
CREATE TABLE republish_position (
  partition   integer PRIMARY KEY,
  next_offset bigint  NOT NULL,
  end_offset  bigint  NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON republish_position TO told_service;
