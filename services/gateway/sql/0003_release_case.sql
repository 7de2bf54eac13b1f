-- A recipient's case: locked while its next release sequence is taken, so that sequences are dense and in order. While
-- held_since_micros is set, everything for the case waits behind the held change.
CREATE TABLE release_case (
  agency                text   NOT NULL,
  case_reference        text   NOT NULL,
  last_release_sequence bigint NOT NULL DEFAULT 0 CHECK (last_release_sequence >= 0),
  held_since_micros     bigint,
  PRIMARY KEY (agency, case_reference)
);

GRANT SELECT, INSERT, UPDATE ON release_case TO told_service;
