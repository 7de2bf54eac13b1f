-- The answer for one recipient, or the one refusal without a recipient. Append-only by grant.
CREATE TABLE decision_recipient (
  change_id        uuid    NOT NULL,
  run              integer NOT NULL,
  recipient_no     integer NOT NULL CHECK (recipient_no > 0),
  agency           text,
  capacity         text,
  case_reference   text,
  interest_id      uuid,
  interest_version integer,
  verdict          text    NOT NULL CHECK (verdict IN ('release', 'trimmed', 'hold', 'refused', 'own')),
  reason           text,
  matched          text    NOT NULL CHECK (matched IN ('nino', 'none')),
  -- [{"hash": agreement file, "fields": [names]}]: which agreement gave which fields.
  given            json   NOT NULL,
  -- [{"reason": code, "fields": [names]}]
  withheld         json   NOT NULL,
  release_id       uuid,
  PRIMARY KEY (change_id, run, recipient_no),
  FOREIGN KEY (change_id, run) REFERENCES decision (change_id, run),
  CHECK ((agency IS NULL) = (interest_id IS NULL)),
  CHECK ((release_id IS NOT NULL) = (verdict IN ('release', 'trimmed'))),
  -- Nothing is ever given without a release, and no release without an agreement.
  CHECK ((given::text <> '[]') = (release_id IS NOT NULL))
);

GRANT SELECT, INSERT ON decision_recipient TO told_service;
