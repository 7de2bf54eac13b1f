-- Intake's answers. One submission may be answered again after it was sent again. Append-only by grant.
CREATE TABLE submission_result (
  idempotency_key text NOT NULL,
  answered_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('accepted', 'duplicate', 'rejected')),
  change_id uuid,
  code text,
  errors jsonb NOT NULL, -- pointers and codes, never values
  PRIMARY KEY (idempotency_key, answered_at)
);
GRANT SELECT, INSERT ON submission_result TO told_service;
