-- A fact that waits, or that was counted with a question, is decided by an officer. The fact itself never changes: only whether it counts,
-- what the office's own tables add to it, and whether the month in which to tell it was extended.
ALTER TABLE case_fact
  ADD COLUMN release_id uuid, -- the release that brought it; null: an officer
  ADD COLUMN notice_extended boolean NOT NULL DEFAULT false;
GRANT UPDATE (state, reason, addition, notice_extended) ON case_fact TO told_service;
CREATE INDEX case_fact_to_verify ON case_fact (case_reference, change_id) WHERE state = 'to-verify';

UPDATE case_fact AS f SET release_id = brought.release_id
FROM (
  SELECT DISTINCT ON (r.case_reference, r.change_id) r.case_reference, r.change_id, r.release_id
  FROM received_release AS r JOIN outcome AS o ON o.release_id = r.release_id AND o.outcome_no = 1
  WHERE o.kind <> 'unmatched' ORDER BY r.case_reference, r.change_id, r.entry_no
) AS brought
WHERE f.origin = 'bus' AND f.case_reference = brought.case_reference AND f.change_id = brought.change_id;
