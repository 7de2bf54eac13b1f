-- How far each ledger has been taken into the tables of the reconciliation, which are derived from `entry` alone.
CREATE TABLE reconciled_ledger (
  ledger     smallint PRIMARY KEY,
  next_index bigint   NOT NULL
);
GRANT SELECT, INSERT, UPDATE (next_index) ON reconciled_ledger TO told_service;
