-- Every difference there is: of changes, of releases, and what no later entry can put right.
CREATE VIEW reconciliation_difference AS
  SELECT CASE WHEN NOT is_told THEN 'change-missing' WHEN runs = '{}' THEN 'undecided' ELSE 'decision-missing' END AS kind,
         day, agency, change_id, NULL::uuid AS release_id, NULL::integer AS number, ledger, index, seen_at, change_id::text AS name
  FROM reconciled_change WHERE NOT is_whole
  UNION ALL
  SELECT CASE WHEN kind IS NULL THEN 'answer-unexplained'
              WHEN answers <> '{}' THEN 'answer-missing'
              WHEN kind = 'value' THEN 'outstanding'
              ELSE 'taking-back-outstanding' END,
         day, agency, change_id, release_id, answers[cardinality(answers)], ledger, index, seen_at, release_id::text
  FROM reconciled_release WHERE NOT is_whole
  UNION ALL
  SELECT kind, day, agency, change_id, release_id, number, ledger, index, seen_at, no::text FROM reconciled_fault;
GRANT SELECT ON reconciliation_difference TO told_service;

-- A row for each day and agency. What is outstanding is counted, not worked out from the rest.
CREATE VIEW reconciliation AS
  SELECT day, agency, sum(decided)::bigint AS decided, sum(released)::bigint AS released, sum(trimmed)::bigint AS trimmed,
         sum(refused)::bigint AS refused, sum(held)::bigint AS held, sum(own)::bigint AS own, sum(answered)::bigint AS answered,
         sum(outstanding)::bigint AS outstanding, sum(taken_back)::bigint AS taken_back, sum(taken_back_answered)::bigint AS taken_back_answered,
         sum(taken_back_outstanding)::bigint AS taken_back_outstanding, sum(differences)::bigint AS differences
  FROM (
    SELECT day, agency, decided, released, trimmed, refused, held, own, answered, 0 AS outstanding, taken_back, taken_back_answered,
           0 AS taken_back_outstanding, 0 AS differences
    FROM reconciled_day
    UNION ALL
    SELECT day, agency, 0, 0, 0, 0, 0, 0, 0, (kind = 'outstanding')::integer, 0, 0, (kind = 'taking-back-outstanding')::integer, 1
    FROM reconciliation_difference
  ) AS counted GROUP BY day, agency;
GRANT SELECT ON reconciliation TO told_service;
