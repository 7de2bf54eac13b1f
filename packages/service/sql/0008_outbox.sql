-- What this service says, until the log has acknowledged it. Ids are taken after the locks of their keys, so that the ids of
-- one key rise in the order of commits; CACHE 1 (the default) is part of that promise.
CREATE TABLE outbox (
  id        bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic     text    NOT NULL,
  partition integer NOT NULL CHECK (partition >= 0),
  key       bytea   NOT NULL,
  value     bytea   NOT NULL,
  -- JSON object; each value one Latin-1 character a byte.
  headers   text    NOT NULL
)
-- Every row is deleted within moments: vacuum early, or the oldest end of the index fills with dead entries.
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO told_service;
