-- A later number's key, and the person it stands for since a change of identity told so: a person's key never changes. Append-only by grant; a
-- row counts while its change is neither annulled nor corrected by one that stands.
CREATE TABLE subject_alias (
  alias_key   text NOT NULL CHECK (alias_key ~ '^[0-9a-f]{32}$'),
  subject_key text NOT NULL REFERENCES subject,
  change_id   uuid NOT NULL REFERENCES accepted_change,
  PRIMARY KEY (alias_key, change_id)
);

CREATE INDEX accepted_change_corrections ON accepted_change (previous_change_id) WHERE change_type = 'corrected';

GRANT SELECT, INSERT ON subject_alias TO told_service;
