-- The last sequence that took effect, by key of a stream.
CREATE TABLE sequence_head (
  stream        text   NOT NULL,
  key           text   NOT NULL,
  last_sequence bigint NOT NULL CHECK (last_sequence > 0),
  PRIMARY KEY (stream, key)
);

GRANT SELECT, INSERT, UPDATE ON sequence_head TO told_service;
