-- Keys of persons whose number nobody has told: each was made for one case. What the case's agency said of the person stays as keyed digests,
-- so that a number told under that case later is taken for the person's only where they agree. Append-only by grant.
CREATE TABLE random_key (
  subject_key    text    PRIMARY KEY CHECK (subject_key ~ '^[0-9a-f]{32}$'),
  secret_version integer NOT NULL,
  birth_date     text,
  surname_prefix text,
  initial        text
);

GRANT SELECT, INSERT ON random_key TO told_service;
