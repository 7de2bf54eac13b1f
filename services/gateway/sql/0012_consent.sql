-- Whether a person lets a recipient have what rests on consent, for one purpose. Written under the subject's row lock. Every version
-- is on told.consents.
CREATE TABLE consent (
  consent_id         uuid    PRIMARY KEY,
  version            integer NOT NULL CHECK (version > 0),
  subject_key        text    NOT NULL REFERENCES subject (subject_key),
  recipient          text    NOT NULL,
  purpose            text    NOT NULL,
  action             text    NOT NULL CHECK (action IN ('given', 'withdrawn')),
  recorded_by        text    NOT NULL,
  on_day             date    NOT NULL,
  until_on           date,
  subject_version    bigint  NOT NULL,
  recorded_at_micros bigint  NOT NULL,
  UNIQUE (subject_key, recipient, purpose),
  CHECK (until_on >= on_day)
);

GRANT SELECT, INSERT, UPDATE ON consent TO told_service;

-- Each time it was given or withdrawn. Append-only by grant.
CREATE TABLE consent_history (
  consent_id         uuid    NOT NULL REFERENCES consent (consent_id),
  version            integer NOT NULL,
  action             text    NOT NULL,
  recorded_by        text    NOT NULL,
  on_day             date    NOT NULL,
  until_on           date,
  subject_version    bigint  NOT NULL,
  recorded_at_micros bigint  NOT NULL,
  PRIMARY KEY (consent_id, version)
);

GRANT SELECT, INSERT ON consent_history TO told_service;

-- Fields of a release that rest on a consent alone: what a withdrawal takes back. Append-only by grant.
CREATE TABLE release_consent (
  consent_id uuid NOT NULL REFERENCES consent (consent_id),
  release_id uuid NOT NULL REFERENCES release (release_id),
  fields     json NOT NULL,
  PRIMARY KEY (consent_id, release_id)
);

GRANT SELECT, INSERT ON release_consent TO told_service;
