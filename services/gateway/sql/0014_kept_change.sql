-- Bodies that may be decided again: the latest of each chain of corrections (for a new interest's back-fill, and when two subjects turn
-- out to be one), and whatever is held. The record as it came; superseded ones that nothing holds are deleted.
CREATE TABLE kept_change (
  change_id       uuid    PRIMARY KEY,
  subject_key     text    NOT NULL REFERENCES subject (subject_key),
  fact            text    NOT NULL,
  root_change_id  uuid    NOT NULL,
  change_sequence bigint  NOT NULL,
  is_latest       boolean NOT NULL,
  value           bytea   NOT NULL,
  traceparent     text
);

CREATE UNIQUE INDEX kept_change_latest ON kept_change (subject_key, root_change_id) WHERE is_latest;

GRANT SELECT, INSERT, UPDATE, DELETE ON kept_change TO told_service;

-- What waits at a held case, in the order decided: the case's row is locked when a place is taken.
CREATE TABLE held_change (
  place          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency         text NOT NULL,
  case_reference text NOT NULL,
  interest_id    uuid NOT NULL REFERENCES interest (interest_id),
  change_id      uuid NOT NULL REFERENCES kept_change (change_id),
  UNIQUE (interest_id, change_id),
  FOREIGN KEY (agency, case_reference) REFERENCES release_case (agency, case_reference)
);

CREATE INDEX held_change_of_case ON held_change (agency, case_reference, place);
CREATE INDEX held_change_of_change ON held_change (change_id);

GRANT SELECT, INSERT, DELETE ON held_change TO told_service;

-- Held since before bodies were kept: nothing overtakes what waits there.
ALTER TABLE release_case ADD COLUMN held_without_body boolean NOT NULL DEFAULT false;

UPDATE release_case SET held_without_body = true WHERE held_since_micros IS NOT NULL;
