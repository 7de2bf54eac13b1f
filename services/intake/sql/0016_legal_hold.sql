-- People of whom nothing is deleted or erased while a case before a court, an appeal or an inquiry needs it. Rows stay: who held what, and why, is
-- a question of its own.
CREATE TABLE legal_hold (
  hold_id     uuid        PRIMARY KEY,
  -- The key that the person went by.
  subject_key text        NOT NULL REFERENCES subject,
  reason      text        NOT NULL,
  held_by     text        NOT NULL,
  held_at     timestamptz NOT NULL,
  released_by text,
  released_at timestamptz,
  CHECK ((released_at IS NULL) = (released_by IS NULL))
);

CREATE INDEX legal_hold_standing ON legal_hold (subject_key) WHERE released_at IS NULL;

GRANT SELECT, INSERT, UPDATE (released_by, released_at) ON legal_hold TO told_service;
