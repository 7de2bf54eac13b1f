-- What the run under way has not found in the log so far: named by the digest of the bytes accepted, and where it belongs.
CREATE TABLE republish_sought (
  digest          bytea   PRIMARY KEY,
  subject_key     text    NOT NULL,
  change_sequence bigint  NOT NULL,
  partition       integer NOT NULL
);

CREATE INDEX republish_sought_in_order ON republish_sought (subject_key, change_sequence);

-- TRUNCATE, since a run that is given up may have listed everything that was ever accepted.
GRANT SELECT, INSERT, DELETE, TRUNCATE ON republish_sought TO told_service;
