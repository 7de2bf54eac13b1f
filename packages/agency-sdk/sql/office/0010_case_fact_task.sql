-- Whether a fact waits for an officer is kept with the fact by the entry or decision that makes it so. Derived: a view that asked history and
-- award went through all of them for each page.
ALTER TABLE case_fact
  ADD COLUMN decision text CHECK (decision IN ('use', 'do-not-use')), -- the officer's last on whether it counts
  ADD COLUMN question text, -- what the rules asked when it was counted
  ADD COLUMN task text CHECK (task IN ('open', 'decided')); -- null: it never waited
GRANT UPDATE (decision, question, task) ON case_fact TO told_service;

UPDATE case_fact AS f SET task = waited.state, decision = waited.decision,
  question = CASE WHEN f.state = 'counted' THEN (
    SELECT CASE WHEN last.kind = 'to-verify' THEN last.reason END FROM award_history AS last
    WHERE last.case_reference = f.case_reference AND last.change_id = f.change_id ORDER BY last.revision DESC LIMIT 1) END
FROM office_task AS waited
WHERE waited.kind = 'to-verify' AND waited.case_reference = f.case_reference AND waited.change_id = f.change_id;

DROP VIEW office_task;
DROP INDEX case_fact_to_verify;
DROP INDEX award_history_to_verify;
CREATE INDEX case_fact_task ON case_fact (case_reference COLLATE "C", change_id) WHERE task IS NOT NULL;
CREATE INDEX case_fact_task_open ON case_fact (case_reference COLLATE "C", change_id) WHERE task = 'open';
