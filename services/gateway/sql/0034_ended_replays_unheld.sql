-- As before; but while nobody is held, no replay is looked through for whom it is about, and otherwise each of its differences by key. Deleted some
-- at a time, a replay would else be joined as a whole with all decisions for each part of it.
CREATE OR REPLACE FUNCTION ended_replays(before_micros bigint, held text[]) RETURNS SETOF replay LANGUAGE sql STABLE AS $$
  SELECT * FROM replay r
  WHERE r.state IN ('done', 'failed') AND r.finished_at_micros < before_micros
    AND (cardinality(held) = 0 OR (
      coalesce((r.request #>> '{filter,subjectKey}') <> ALL (held), true)
      AND NOT EXISTS (
        SELECT FROM interest i
        WHERE i.agency = r.request #>> '{filter,agency}' AND i.case_reference = r.request #>> '{filter,caseReference}' AND i.subject_key = ANY (held))
      AND NOT EXISTS (SELECT FROM decision c WHERE c.change_id = (r.request #>> '{filter,changeId}')::uuid AND c.subject_key = ANY (held))
      AND NOT EXISTS (
        SELECT FROM replay_difference d,
          LATERAL (SELECT FROM decision c WHERE c.change_id = d.change_id AND c.subject_key = ANY (held) OFFSET 0) AS about
        WHERE d.replay_id = r.replay_id OFFSET 0)))
$$;
