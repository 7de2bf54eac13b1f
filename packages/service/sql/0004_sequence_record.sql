-- Which id took effect at each sequence: the same id again is a duplicate, another id is a fork. Append-only by grant.
CREATE TABLE sequence_record (
  stream   text   NOT NULL,
  key      text   NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  id       uuid   NOT NULL,
  PRIMARY KEY (stream, key, sequence)
);

GRANT SELECT, INSERT ON sequence_record TO told_service;
