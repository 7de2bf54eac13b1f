-- What each entry did to the award, in words and in pence. Derived; never changed once written.
CREATE TABLE award_history (
  case_reference text NOT NULL,
  revision integer NOT NULL,
  origin text NOT NULL CHECK (origin IN ('bus', 'officer')),
  change_id uuid NOT NULL,
  fact text NOT NULL,
  change_type text NOT NULL,
  kind text NOT NULL, -- applied, no-change or to-verify
  reason text,
  sentence text NOT NULL,
  effective_on date, -- first day that differs
  before_ranges jsonb, -- null: as after
  after_ranges jsonb,
  weeks_affected integer NOT NULL,
  difference jsonb NOT NULL, -- by financial year: over- or underpayment up to the business date
  business_date date NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (case_reference, revision)
);
GRANT SELECT, INSERT, DELETE ON award_history TO told_service;
