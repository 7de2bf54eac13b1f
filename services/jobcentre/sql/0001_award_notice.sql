-- What the bus holds about an award because this office told it, one row a notice that stands: a later one corrects or annuls it by its
-- change id. Derived from received_release and journal.
CREATE TABLE award_notice (
  change_id uuid PRIMARY KEY,
  case_reference text NOT NULL,
  action text NOT NULL CHECK (action IN ('start', 'change', 'stop')),
  on_date date NOT NULL, -- first day of the new amount; of a stop, the day after the last day of entitlement
  weekly_pence bigint -- null: stop
);
CREATE INDEX award_notice_case ON award_notice (case_reference);
GRANT SELECT, INSERT, DELETE ON award_notice TO told_service;
