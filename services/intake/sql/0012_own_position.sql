-- How far told.changes is known to be in this database: whatever lies below was accepted here before it was sent. A database that was put back
-- to an earlier state knows from here on what it lacks.
CREATE TABLE own_position (
  partition   integer PRIMARY KEY,
  next_offset bigint  NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON own_position TO told_service;
