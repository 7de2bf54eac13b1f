-- Every change accepted, append-only by grant. `value` is the record as published, so that a log that lost it can be given it again.
-- `content_mac` is keyed: a plain digest of a body that holds a NINO could be guessed.
CREATE TABLE accepted_change (
  change_id          uuid PRIMARY KEY,
  agency             text NOT NULL,
  content_mac        bytea NOT NULL,
  subject_key        text NOT NULL REFERENCES subject,
  change_sequence    bigint NOT NULL CHECK (change_sequence > 0),
  fact               text NOT NULL,
  change_type        text NOT NULL,
  previous_change_id uuid REFERENCES accepted_change,
  occurred_on        date NOT NULL,
  notified_on        date NOT NULL,
  received_on        date NOT NULL,
  accepted_at        timestamptz NOT NULL,
  value              bytea NOT NULL,
  UNIQUE (subject_key, change_sequence)
);

-- A change is annulled once.
CREATE UNIQUE INDEX accepted_change_annulled_once ON accepted_change (previous_change_id) WHERE change_type = 'annulled';

GRANT SELECT, INSERT ON accepted_change TO told_service;
