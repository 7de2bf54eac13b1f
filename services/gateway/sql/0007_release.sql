-- What left: one row a release, dense in its sequence for each case. Its fields are in its decision, its value on the log.
-- Append-only by grant.
CREATE TABLE release (
  release_id       uuid    PRIMARY KEY,
  agency           text    NOT NULL,
  case_reference   text    NOT NULL,
  release_sequence bigint  NOT NULL CHECK (release_sequence > 0),
  change_id        uuid    NOT NULL,
  run              integer NOT NULL,
  kind             text    NOT NULL CHECK (kind IN ('value', 'void', 'withdrawn', 'do-not-rely', 'erased')),
  UNIQUE (agency, case_reference, release_sequence)
);

GRANT SELECT, INSERT ON release TO told_service;
