-- The agencies of the bus as their reviewed files say, the newest in force; suspensions are kept apart, since they act at once.
-- Append-only by grant.
CREATE TABLE agency (
  agency             text   NOT NULL,
  version            integer NOT NULL CHECK (version > 0),
  state              text   NOT NULL CHECK (state IN ('onboarding', 'live', 'suspended')),
  -- SHA-256 of the file, in hex.
  hash               text   NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  -- The whole file as JSON: names, contacts, capacities, transports, scopes, reads.
  document           json   NOT NULL,
  -- suspension_fence.version from which on decisions go by it; a file that changes the state raises it.
  fence_version      bigint NOT NULL,
  recorded_at_micros bigint NOT NULL,
  PRIMARY KEY (agency, version)
);

GRANT SELECT, INSERT ON agency TO told_service;
