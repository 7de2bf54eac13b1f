-- What was decided about each change, with the versions of everything that went into it; ids, dates and names of facts, never
-- a fact's value. Append-only by grant.
CREATE TABLE decision (
  change_id             uuid    NOT NULL,
  run                   integer NOT NULL CHECK (run > 0),
  -- Named by change and run, so it needs no index of its own.
  decision_id           uuid    NOT NULL,
  -- The subject's row was locked when this was written.
  subject_key           text    NOT NULL,
  subject_version       bigint  NOT NULL,
  change_sequence       bigint  NOT NULL,
  source_agency         text    NOT NULL,
  source_case_reference text,
  fact                  text    NOT NULL,
  change_type           text    NOT NULL,
  previous_change_id    uuid,
  occurred_on           date    NOT NULL,
  notified_on           date    NOT NULL,
  received_on           date    NOT NULL,
  used_on               date,
  used_for              text,
  accepted_at_micros    bigint  NOT NULL,
  business_date         date    NOT NULL,
  decided_at_micros     bigint  NOT NULL,
  engine_version        text    NOT NULL,
  agreement_set         text    NOT NULL,
  PRIMARY KEY (change_id, run)
);

GRANT SELECT, INSERT ON decision TO told_service;
