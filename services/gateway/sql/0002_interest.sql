-- An agency's case on a subject: keyed digests of who the agency believes the person to be, and no names. One row for each
-- (agency, capacity, case reference); every version of it is on told.interests.
CREATE TABLE interest (
  interest_id           uuid    PRIMARY KEY,
  version               integer NOT NULL CHECK (version > 0),
  agency                text    NOT NULL,
  capacity              text    NOT NULL,
  case_reference        text    NOT NULL,
  subject_key           text    NOT NULL REFERENCES subject (subject_key),
  state                 text    NOT NULL CHECK (state IN ('provisional', 'final')),
  secret_version        integer NOT NULL,
  birth_date_digest     text,
  surname_prefix_digest text,
  initial_digest        text,
  postcode_digest       text,
  from_on               date    NOT NULL,
  until_on              date,
  changed_at_micros     bigint  NOT NULL,
  UNIQUE (agency, capacity, case_reference),
  CHECK (until_on >= from_on)
);

CREATE INDEX interest_of_subject ON interest (subject_key);
-- An agency pages through its own interests by id.
CREATE INDEX interest_of_agency ON interest (agency, interest_id);

GRANT SELECT, INSERT, UPDATE ON interest TO told_service;
