-- What the recipients did with their releases, as they say. Append-only by grant.
CREATE TABLE outcome (
  release_id        uuid    NOT NULL REFERENCES release (release_id),
  outcome_no        integer NOT NULL CHECK (outcome_no > 0),
  kind              text    NOT NULL
    CHECK (kind IN ('applied', 'no-change', 'to-verify', 'unmatched', 'disputed', 'rejected')),
  reason            text,
  effective_on      date,
  business_date     date    NOT NULL,
  decided_at_micros bigint  NOT NULL,
  PRIMARY KEY (release_id, outcome_no)
);

GRANT SELECT, INSERT ON outcome TO told_service;
