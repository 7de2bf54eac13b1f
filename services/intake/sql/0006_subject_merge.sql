-- A key that ended, since it and another one turned out to be one person's, and the key that goes on. Its last change, change_id, says so to
-- all who read the log. It is never taken back: what was decided since for both cannot be told apart. Append-only by grant.
CREATE TABLE subject_merge (
  ended_key       text NOT NULL PRIMARY KEY REFERENCES subject,
  -- Without a reference: a number known only by an agency's case has no row in subject.
  into_key        text NOT NULL CHECK (into_key ~ '^[0-9a-f]{32}$'),
  change_id       uuid NOT NULL UNIQUE REFERENCES accepted_change,
  -- The change that told so; null: an interest did.
  cause_change_id uuid REFERENCES accepted_change,
  CHECK (ended_key <> into_key)
);

GRANT SELECT, INSERT ON subject_merge TO told_service;
