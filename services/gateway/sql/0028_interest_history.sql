-- Every version of every interest, as decisions name them; the table of interests holds the newest only. Append-only by grant. Of versions
-- before this table only the newest is known.
CREATE TABLE interest_history (
  interest_id           uuid    NOT NULL REFERENCES interest (interest_id),
  version               integer NOT NULL,
  agency                text    NOT NULL,
  capacity              text    NOT NULL,
  case_reference        text    NOT NULL,
  subject_key           text    NOT NULL,
  state                 text    NOT NULL,
  matched               text    NOT NULL,
  secret_version        integer NOT NULL,
  birth_date_digest     text,
  surname_prefix_digest text,
  initial_digest        text,
  postcode_digest       text,
  surname_digest        text,
  forename_digest       text,
  from_on               date    NOT NULL,
  until_on              date,
  PRIMARY KEY (interest_id, version)
);

GRANT SELECT, INSERT ON interest_history TO told_service;

-- Whoever writes an interest, and however many at once: no way past it can be forgotten. A move after a restore keeps the version, and adds
-- nothing.
CREATE FUNCTION keep_interest_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO interest_history (interest_id, version, agency, capacity, case_reference, subject_key, state, matched, secret_version,
    birth_date_digest, surname_prefix_digest, initial_digest, postcode_digest, surname_digest, forename_digest, from_on, until_on)
  SELECT interest_id, version, agency, capacity, case_reference, subject_key, state, matched, secret_version,
    birth_date_digest, surname_prefix_digest, initial_digest, postcode_digest, surname_digest, forename_digest, from_on, until_on
  FROM written
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE TRIGGER interest_inserted AFTER INSERT ON interest
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_interest_history();
CREATE TRIGGER interest_updated AFTER UPDATE ON interest
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_interest_history();

INSERT INTO interest_history (interest_id, version, agency, capacity, case_reference, subject_key, state, matched, secret_version,
  birth_date_digest, surname_prefix_digest, initial_digest, postcode_digest, surname_digest, forename_digest, from_on, until_on)
SELECT interest_id, version, agency, capacity, case_reference, subject_key, state, matched, secret_version,
  birth_date_digest, surname_prefix_digest, initial_digest, postcode_digest, surname_digest, forename_digest, from_on, until_on
FROM interest;
