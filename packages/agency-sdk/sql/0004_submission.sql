-- What this agency told the bus, by its own key; the record itself, with the person's identity, is in the outbox until it is sent
-- and nowhere else. Append-only by grant.
CREATE TABLE submission (
  idempotency_key text PRIMARY KEY,
  change_id uuid NOT NULL UNIQUE,
  case_reference text,
  fact text NOT NULL,
  change_type text NOT NULL,
  previous_change_id uuid,
  business_date date NOT NULL,
  submitted_at timestamptz NOT NULL
);
GRANT SELECT, INSERT ON submission TO told_service;
