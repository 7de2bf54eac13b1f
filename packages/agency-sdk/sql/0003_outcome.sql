-- What was answered to each release; a later answer to the same release has the next number. Append-only by grant.
CREATE TABLE outcome (
  release_id uuid NOT NULL,
  outcome_no integer NOT NULL CHECK (outcome_no > 0),
  case_reference text NOT NULL,
  release_sequence bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('applied', 'no-change', 'to-verify', 'unmatched', 'disputed', 'rejected')),
  reason text,
  effective_on date,
  business_date date NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (release_id, outcome_no)
);
GRANT SELECT, INSERT ON outcome TO told_service;
