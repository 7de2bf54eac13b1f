-- What has been told of each subject's identity, as keyed digests: where an interest without a number looks for its person.
-- Derived from told.changes and the interests matched by number; rows go only when their subject turns out to be another.
-- It refers to no subject's row, since that would lock the row, and out of order: whoever writes here has locked digests alone.
CREATE TABLE subject_digest (
  subject_key           text    NOT NULL,
  -- Names the set of digests below.
  digest_key            uuid    NOT NULL,
  secret_version        integer NOT NULL,
  birth_date_digest     text,
  surname_prefix_digest text,
  initial_digest        text,
  postcode_digest       text,
  surname_digest        text,
  forename_digest       text,
  PRIMARY KEY (subject_key, digest_key)
);

CREATE INDEX subject_digest_by_birth ON subject_digest (birth_date_digest);
CREATE INDEX subject_digest_by_place ON subject_digest (postcode_digest, surname_prefix_digest);

GRANT SELECT, INSERT, DELETE ON subject_digest TO told_service;
