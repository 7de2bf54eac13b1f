-- Each release that a decision names, and each that was answered, with the numbers of its answers. Whoever answers another's release, or another
-- place of its case, answers one that nobody named.
CREATE TABLE reconciled_release (
  release_id uuid     NOT NULL,
  agency     text     NOT NULL,
  sequence   bigint   NOT NULL,
  -- 'value' or 'taking-back'; null while nothing names it.
  kind       text,
  change_id  uuid,
  -- In London: when it was decided or, not named, when its answer was entered.
  day        date     NOT NULL,
  ledger     smallint NOT NULL,
  index      bigint   NOT NULL,
  -- When a head covered the entry, in microseconds.
  seen_at    bigint   NOT NULL,
  -- Sorted, none twice.
  answers    integer[] NOT NULL,
  -- Of what nothing names: how often somebody looked for what it takes back.
  looked_for integer  NOT NULL DEFAULT 0,
  is_whole   boolean  NOT NULL GENERATED ALWAYS AS
    (kind IS NOT NULL AND cardinality(answers) > 0 AND coalesce(answers[cardinality(answers)] = cardinality(answers), false)) STORED,
  PRIMARY KEY (release_id, agency, sequence)
);
GRANT SELECT, INSERT, UPDATE (kind, change_id, day, ledger, index, seen_at, answers, looked_for) ON reconciled_release TO told_service;

CREATE INDEX reconciled_release_open ON reconciled_release (day) WHERE NOT is_whole;
CREATE INDEX reconciled_release_unnamed ON reconciled_release (looked_for) WHERE kind IS NULL;
