-- What a person must look at: whether an interest's case is about a subject. The verdict is kept for the digests compared, so that the
-- same difference is not asked twice, and a link found wrong is never made again.
CREATE TABLE match_review (
  review_id         uuid   PRIMARY KEY,
  interest_id       uuid   NOT NULL REFERENCES interest (interest_id),
  agency            text   NOT NULL,
  -- Refers to no row: a candidate's row is not locked for a review of it.
  subject_key       text   NOT NULL,
  digest_key        uuid   NOT NULL,
  -- candidate: found by particulars; conflict: a change of this very subject disagrees with the interest.
  cause             text   NOT NULL CHECK (cause IN ('candidate', 'conflict')),
  -- {"birthDate": "equal" | "different" | "unknown", ...}
  verdicts          json   NOT NULL,
  state             text   NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'rejected')),
  opened_at_micros  bigint NOT NULL,
  decided_at_micros bigint,
  -- The officer's reference at its agency, and no name.
  decided_by        text,
  reason            text,
  UNIQUE (interest_id, subject_key, digest_key),
  CHECK ((state = 'open') = (decided_at_micros IS NULL))
);

CREATE INDEX match_review_of_agency ON match_review (agency, review_id);
CREATE INDEX match_review_of_subject ON match_review (subject_key);

GRANT SELECT, INSERT, UPDATE ON match_review TO told_service;
