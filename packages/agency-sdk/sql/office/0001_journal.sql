-- The officers' commands, as given: with the releases received, all that an office's derived tables are made of. Append-only by grant.
CREATE TABLE journal (
  entry_no bigint PRIMARY KEY DEFAULT nextval('entry_number'),
  command text NOT NULL CHECK (command ~ '^[a-z-]{1,40}$'),
  case_reference text, -- null: a command about something else than a case
  submission_key text UNIQUE, -- the caller's Idempotency-Key
  body jsonb NOT NULL,
  body_digest bytea, -- of what the caller sent under that key
  given_by text NOT NULL, -- client id
  business_date date NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX journal_case ON journal (case_reference) WHERE case_reference IS NOT NULL;
GRANT SELECT, INSERT ON journal TO told_service;
