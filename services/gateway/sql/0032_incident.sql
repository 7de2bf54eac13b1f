-- Disclosures that should not have been made: which are meant, what was done about them, by whom and why. Nothing is listed here: releases, what takes
-- them back and their answers are append-only, and are found by what is asked. A cursor moves with each step, in the transaction that does the step:
-- killed anywhere, or run by two at once, nobody is told twice.
CREATE TABLE incident (
  incident_id       uuid   PRIMARY KEY,
  -- Which disclosures are meant: an interest, an agreement, or a range of releases. Ids, names and times.
  target            json   NOT NULL,
  reason            text   NOT NULL,
  -- When somebody became aware of it: the 72 hours of UK GDPR art. 33(1) run from here.
  aware_at_micros   bigint NOT NULL,
  state             text   NOT NULL CHECK (state IN ('opened', 'stopping', 'stopped', 'telling', 'told', 'closed')),
  -- What it was found to be about when it was opened: numbers and names of fields.
  preview           json   NOT NULL,
  opened_by         text   NOT NULL,
  opened_at_micros  bigint NOT NULL,
  -- Whoever stopped it did so at once; what waited to be sent is voided after that.
  stopped_by        text,
  stopped_at_micros bigint,
  tell_by           text,
  told_at_micros    bigint,
  closed_by         text,
  closed_at_micros  bigint,
  closing_reason    text,
  -- As it stood when it was closed.
  report            json,
  -- Steps done. Whoever does one raises it from the number read.
  step              bigint NOT NULL DEFAULT 0,
  -- Where the step under way goes on.
  remaining         json   NOT NULL DEFAULT '{}',
  -- Releases gone through by telling; releases that were voided before they left, and followed by one that takes them back.
  done              bigint NOT NULL DEFAULT 0,
  voided            bigint NOT NULL DEFAULT 0,
  followed          bigint NOT NULL DEFAULT 0,
  CHECK (state <> 'closed' OR (closed_by IS NOT NULL AND closing_reason IS NOT NULL AND report IS NOT NULL)),
  CHECK (state NOT IN ('stopped', 'telling', 'told') OR stopped_by IS NOT NULL),
  CHECK (state NOT IN ('telling', 'told') OR tell_by IS NOT NULL)
);

CREATE INDEX incident_running ON incident (opened_at_micros) WHERE state IN ('stopping', 'telling');

GRANT SELECT, INSERT, UPDATE ON incident TO told_service;
