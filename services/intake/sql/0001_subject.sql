-- One row a person. The row's lock orders everything that is told about the person; last_sequence is dense.
CREATE TABLE subject (
  subject_key   text PRIMARY KEY CHECK (subject_key ~ '^[0-9a-f]{32}$'),
  last_sequence bigint NOT NULL DEFAULT 0 CHECK (last_sequence >= 0)
);

-- DELETE only for a person of whom nothing was accepted: accepted_change refers to all others.
GRANT SELECT, INSERT, UPDATE, DELETE ON subject TO told_service;
