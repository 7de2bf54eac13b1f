-- Each change, and which runs of its decision the ledger has.
CREATE TABLE reconciled_change (
  change_id uuid     PRIMARY KEY,
  is_told   boolean  NOT NULL,
  -- Who told it; nobody while only a decision on it is known.
  agency    text     NOT NULL,
  -- In London: when it was accepted or, not told, decided.
  day       date     NOT NULL,
  ledger    smallint NOT NULL,
  index     bigint   NOT NULL,
  -- When a head covered the entry, in microseconds.
  seen_at   bigint   NOT NULL,
  -- Sorted, none twice.
  runs      integer[] NOT NULL,
  is_whole  boolean  NOT NULL GENERATED ALWAYS AS
    (is_told AND cardinality(runs) > 0 AND coalesce(runs[cardinality(runs)] = cardinality(runs), false)) STORED
);
GRANT SELECT, INSERT, UPDATE (is_told, agency, day, ledger, index, seen_at, runs) ON reconciled_change TO told_service;

CREATE INDEX reconciled_change_open ON reconciled_change (day) WHERE NOT is_whole;
