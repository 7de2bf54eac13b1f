-- One row a person. The row's lock orders everything that is told about the person; last_sequence is dense.
CREATE TABLE subject (
  subject_key   text PRIMARY KEY CHECK (subject_key ~ '^[0-9a-f]{32}$'),
  last_sequence bigint NOT NULL DEFAULT 0 CHECK (last_sequence >= 0)
);

GRANT SELECT, INSERT, UPDATE ON subject TO told_service;
