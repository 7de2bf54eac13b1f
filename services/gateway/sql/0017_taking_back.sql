-- What was taken back of which release: fields trimmed or a release voided before the relay had claimed it, or withdrawn and
-- do-not-rely after it. What the recipient got is the decision less what was trimmed and voided. Append-only by grant.
CREATE TABLE taking_back (
  -- Named by release, kind asked for and fields, so that nothing is taken back twice.
  taking_back_id  uuid   PRIMARY KEY,
  release_id      uuid   NOT NULL REFERENCES release (release_id),
  kind            text   NOT NULL CHECK (kind IN ('trimmed', 'void', 'withdrawn', 'do-not-rely')),
  -- [names]: what was given and is no more; all of it for void and do-not-rely.
  fields          json   NOT NULL,
  reason          text   NOT NULL,
  taken_at_micros bigint NOT NULL
);

CREATE INDEX taking_back_of_release ON taking_back (release_id);

GRANT SELECT, INSERT ON taking_back TO told_service;
