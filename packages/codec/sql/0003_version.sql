-- The versions of each subject, from 1 without holes. Append-only by grant, as registry_schema.
CREATE TABLE registry_version (
  subject text NOT NULL CHECK (subject <> '' AND octet_length(subject) <= 255),
  version integer NOT NULL CHECK (version >= 1),
  schema_id integer NOT NULL REFERENCES registry_schema,
  registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (subject, version),
  UNIQUE (subject, schema_id)
);

GRANT SELECT, INSERT ON registry_version TO told_service;
