-- Differences are listed in parts, each from a place on in the order of an index of its own: a page neither sorts all that is open, nor goes
-- through it for the little that is wrong. In place of the indexes by day.
CREATE INDEX reconciled_undecided ON reconciled_change (day, ledger, index) WHERE is_told AND runs = '{}';
CREATE VIEW reconciliation_undecided AS
  SELECT 'undecided'::text AS kind,
         day, agency, change_id, NULL::uuid AS release_id, NULL::integer AS number, ledger, index, seen_at, change_id::text AS name
  FROM reconciled_change WHERE is_told AND runs = '{}';

CREATE INDEX reconciled_change_wrong ON reconciled_change (day, ledger, index) WHERE NOT is_whole AND NOT (is_told AND runs = '{}');
CREATE VIEW reconciliation_change_wrong AS
  SELECT CASE WHEN is_told THEN 'decision-missing' ELSE 'change-missing' END AS kind,
         day, agency, change_id, NULL::uuid AS release_id, NULL::integer AS number, ledger, index, seen_at, change_id::text AS name
  FROM reconciled_change WHERE NOT is_whole AND NOT (is_told AND runs = '{}');

CREATE INDEX reconciled_outstanding ON reconciled_release (day, ledger, index) WHERE kind = 'value' AND answers = '{}';
CREATE VIEW reconciliation_outstanding AS
  SELECT 'outstanding'::text AS kind,
         day, agency, change_id, release_id, NULL::integer AS number, ledger, index, seen_at, release_id::text AS name
  FROM reconciled_release WHERE kind = 'value' AND answers = '{}';

CREATE INDEX reconciled_taking_back_outstanding ON reconciled_release (day, ledger, index) WHERE kind <> 'value' AND answers = '{}';
CREATE VIEW reconciliation_taking_back_outstanding AS
  SELECT 'taking-back-outstanding'::text AS kind,
         day, agency, change_id, release_id, NULL::integer AS number, ledger, index, seen_at, release_id::text AS name
  FROM reconciled_release WHERE kind <> 'value' AND answers = '{}';

CREATE INDEX reconciled_release_wrong ON reconciled_release (day, ledger, index) WHERE NOT is_whole AND (kind IS NULL OR answers <> '{}');
CREATE VIEW reconciliation_release_wrong AS
  SELECT CASE WHEN kind IS NULL THEN 'answer-unexplained' ELSE 'answer-missing' END AS kind,
         day, agency, change_id, release_id, answers[cardinality(answers)] AS number, ledger, index, seen_at, release_id::text AS name
  FROM reconciled_release WHERE NOT is_whole AND (kind IS NULL OR answers <> '{}');

CREATE INDEX reconciled_fault_in_order ON reconciled_fault (day, ledger, index);
CREATE VIEW reconciliation_fault AS
  SELECT kind, day, agency, change_id, release_id, number, ledger, index, seen_at, no::text AS name FROM reconciled_fault;

GRANT SELECT ON reconciliation_undecided, reconciliation_change_wrong, reconciliation_outstanding, reconciliation_taking_back_outstanding,
  reconciliation_release_wrong, reconciliation_fault TO told_service;

DROP INDEX reconciled_change_open, reconciled_release_open, reconciled_fault_of_day;

-- Every difference there is, as before.
CREATE OR REPLACE VIEW reconciliation_difference AS
  SELECT * FROM reconciliation_undecided UNION ALL SELECT * FROM reconciliation_change_wrong
  UNION ALL SELECT * FROM reconciliation_outstanding UNION ALL SELECT * FROM reconciliation_taking_back_outstanding
  UNION ALL SELECT * FROM reconciliation_release_wrong UNION ALL SELECT * FROM reconciliation_fault;

-- Whether an agency was ever counted is asked before its report.
CREATE INDEX reconciled_day_of_agency ON reconciled_day (agency);
