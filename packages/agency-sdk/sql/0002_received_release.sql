-- Every release that took effect, byte for byte as it came: the topic keeps 90 days, this table keeps what was done on whose word.
-- Append-only by grant.
CREATE TABLE received_release (
  entry_no bigint PRIMARY KEY DEFAULT nextval('entry_number'),
  release_id uuid NOT NULL UNIQUE, -- one effect for each release
  case_reference text NOT NULL,
  release_sequence bigint NOT NULL CHECK (release_sequence > 0),
  change_id uuid NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  log_offset bigint NOT NULL,
  value bytea NOT NULL, -- Release in Confluent framing
  business_date date NOT NULL,
  received_at timestamptz NOT NULL
);
GRANT SELECT, INSERT ON received_release TO told_service;
