-- What no later entry can put right.
CREATE TABLE reconciled_fault (
  no         bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text     NOT NULL,
  day        date     NOT NULL,
  agency     text     NOT NULL,
  change_id  uuid,
  release_id uuid,
  -- Of a decision's run, an answer, or how many entries are missing.
  number     integer,
  ledger     smallint NOT NULL,
  index      bigint   NOT NULL,
  seen_at    bigint   NOT NULL
);
GRANT SELECT, INSERT ON reconciled_fault TO told_service;

CREATE INDEX reconciled_fault_of_day ON reconciled_fault (day);
