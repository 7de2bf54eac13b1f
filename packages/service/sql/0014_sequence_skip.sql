-- Sequences that an operator gave up: `skipped` records right after `after_sequence` were made dead letters before their sequence could be
-- read. The hole that they leave is passed over, once, if it begins there and is no wider.
CREATE TABLE sequence_skip (
  stream         text    NOT NULL,
  key            text    NOT NULL,
  after_sequence bigint  NOT NULL CHECK (after_sequence >= 0),
  skipped        integer NOT NULL CHECK (skipped > 0),
  PRIMARY KEY (stream, key)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON sequence_skip TO told_service;
