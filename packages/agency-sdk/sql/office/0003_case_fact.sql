-- The case's timeline: one row for each change told, by the bus or by an officer. Only counted facts make the award.
-- Derived from received_release and journal.
CREATE TABLE case_fact (
  case_reference text NOT NULL,
  change_id uuid NOT NULL,
  revision integer NOT NULL, -- the entry that brought it
  origin text NOT NULL CHECK (origin IN ('bus', 'officer')),
  source_agency text NOT NULL,
  fact text NOT NULL,
  change_type text NOT NULL,
  previous_change_id uuid,
  occurred_on date NOT NULL,
  notified_on date NOT NULL,
  received_on date NOT NULL,
  used_on date,
  used_for text,
  evidence_level text NOT NULL,
  body jsonb, -- null for an annulment without values
  state text NOT NULL CHECK (state IN ('counted', 'to-verify', 'set-aside')),
  reason text, -- why it is not counted
  addition jsonb, -- what the office's own tables added when it was taken
  PRIMARY KEY (case_reference, change_id)
);
GRANT SELECT, INSERT, DELETE ON case_fact TO told_service;
