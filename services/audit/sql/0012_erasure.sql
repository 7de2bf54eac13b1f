-- Keys and cases of people who were erased. Later records of what was told before are known by them, in whatever order topics are read, and so is
-- what comes again after this database was restored.
CREATE TABLE erasure (
  -- As intake names it.
  erasure_id uuid   NOT NULL,
  -- SHA-256, hex, with this database's own secret: whoever has no key or reference to try learns none.
  digest     text   NOT NULL,
  -- All of it up to this time is forgotten, in microseconds.
  at         bigint NOT NULL,
  -- How many keys the person had, each of which has a row; null in the row of a case.
  keys       bigint,
  -- Which one it is; taken away once nothing of it opens any more.
  subject_key    text,
  agency         text,
  case_reference text,
  PRIMARY KEY (digest, erasure_id)
);
CREATE INDEX erasure_of_id ON erasure (erasure_id);
CREATE INDEX erasure_until ON erasure (at);
CREATE INDEX erasure_under_way ON erasure (at) WHERE subject_key IS NOT NULL OR case_reference IS NOT NULL;
GRANT SELECT, INSERT, UPDATE (subject_key, agency, case_reference) ON erasure TO told_service;
