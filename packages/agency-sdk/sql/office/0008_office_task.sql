-- What waits for an officer, and what waited. `to-verify`: a fact that may not be used before a person has looked, or that was counted and
-- left a question; done once decided, taken back, corrected by what counts, or answered by what came later. `unmatched`: a release for a
-- case that this office does not have; done once answered again. A view: nothing is kept that the tables do not say.
CREATE VIEW office_task AS
WITH asked AS (
  SELECT case_reference, change_id FROM case_fact WHERE state = 'to-verify'
  UNION
  SELECT case_reference, change_id FROM award_history WHERE kind = 'to-verify'
), looked AS (
  SELECT f.*, last.kind AS last_kind, last.reason AS last_reason, first.business_date AS since, decided.decision, decided.decision_reason,
    decided.business_date AS decided_on, decided.decided_by,
    (SELECT min(follower.change_type) FROM case_fact AS follower
     WHERE follower.case_reference = f.case_reference AND follower.previous_change_id = f.change_id
       AND (follower.change_type = 'annulled' AND follower.state <> 'to-verify'
         OR follower.change_type = 'corrected' AND follower.state = 'counted')) AS overtaken_by,
    f.state = 'to-verify' OR f.state = 'counted' AND last.kind = 'to-verify' AND EXISTS (
      SELECT FROM award, jsonb_array_elements(award.to_verify) AS question
      WHERE award.case_reference = f.case_reference
        AND left((question ->> 'reason') || ':' || (question ->> 'detail'), 80) = last.reason) AS waits
  FROM asked
    JOIN case_fact AS f USING (case_reference, change_id)
    JOIN LATERAL (SELECT h.business_date FROM award_history AS h
      WHERE h.case_reference = f.case_reference AND h.revision = f.revision) AS first ON true
    JOIN LATERAL (SELECT h.kind, h.reason FROM award_history AS h
      WHERE h.case_reference = f.case_reference AND h.change_id = f.change_id ORDER BY h.revision DESC LIMIT 1) AS last ON true
    LEFT JOIN LATERAL (SELECT h.decision, h.decision_reason, h.business_date, h.decided_by FROM award_history AS h
      WHERE h.case_reference = f.case_reference AND h.change_id = f.change_id AND h.decision IN ('use', 'do-not-use')
      ORDER BY h.revision DESC LIMIT 1) AS decided ON true
)
SELECT case_reference || ' ' || change_id AS task_id, 'to-verify' AS kind,
  CASE WHEN waits AND overtaken_by IS NULL THEN 'open' ELSE 'decided' END AS state,
  case_reference, change_id, release_id, since, CASE WHEN state = 'to-verify' THEN reason ELSE last_reason END AS reason,
  fact, change_type, previous_change_id, source_agency, occurred_on, notified_on, received_on, used_on, used_for, evidence_level,
  decision, decision_reason, decided_on, decided_by,
  CASE WHEN waits AND overtaken_by IS NULL THEN NULL ELSE coalesce(overtaken_by, decision, 'answered') END AS closed_by
FROM looked
UNION ALL
SELECT r.case_reference || ' ' || r.change_id || ' ' || r.release_id, 'unmatched',
  CASE WHEN again.reason IS NULL THEN 'open' ELSE 'decided' END,
  r.case_reference, r.change_id, r.release_id, r.business_date, 'unmatched',
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  again.decision, again.reason, again.business_date, again.given_by, again.decision
FROM outcome AS o
  JOIN received_release AS r USING (release_id)
  LEFT JOIN LATERAL (SELECT j.body ->> 'decision' AS decision, j.body ->> 'reason' AS reason, j.business_date, j.given_by FROM journal AS j
    WHERE j.case_reference = r.case_reference AND j.command = 'decide' AND j.body ->> 'releaseId' = r.release_id::text
    ORDER BY j.entry_no DESC LIMIT 1) AS again ON true
WHERE o.kind = 'unmatched';
GRANT SELECT ON office_task TO told_service;
