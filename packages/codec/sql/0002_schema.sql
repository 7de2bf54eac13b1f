-- Every schema ever registered, once, whatever the subjects that use it. An id stands in the records of the log, so
-- a row is never changed and never deleted: the grant allows neither.
CREATE TABLE registry_schema (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
  schema text NOT NULL CHECK (octet_length(schema) <= 1048576),
  registered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON COLUMN registry_schema.digest IS 'SHA-256 of the schema in canonical JSON';

GRANT SELECT, INSERT ON registry_schema TO told_service;
