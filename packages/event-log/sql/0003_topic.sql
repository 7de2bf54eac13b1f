-- Topics are created by the deploy step, from infra/topics.yaml: a service cannot make one.
CREATE TABLE event_log.topic (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9._-]{1,249}$'),
  partitions integer NOT NULL CHECK (partitions BETWEEN 1 AND 1024),
  retention_ms bigint CHECK (retention_ms > 0) -- null: kept for ever
);
GRANT SELECT ON event_log.topic TO told_service;
