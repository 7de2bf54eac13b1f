-- What retention deletes, and nothing else: replays that ended before, with what came out otherwise, unless they are about somebody who is held. Their
-- tables stay append-only to the service but through these.
CREATE FUNCTION ended_replays(before_micros bigint, held text[]) RETURNS SETOF replay LANGUAGE sql STABLE AS $$
  SELECT * FROM replay r
  WHERE r.state IN ('done', 'failed') AND r.finished_at_micros < before_micros
    AND coalesce((r.request #>> '{filter,subjectKey}') <> ALL (held), true)
    AND NOT EXISTS (
      SELECT FROM interest i
      WHERE i.agency = r.request #>> '{filter,agency}' AND i.case_reference = r.request #>> '{filter,caseReference}' AND i.subject_key = ANY (held))
    AND NOT EXISTS (SELECT FROM decision c WHERE c.change_id = (r.request #>> '{filter,changeId}')::uuid AND c.subject_key = ANY (held))
    AND NOT EXISTS (
      SELECT FROM replay_difference d JOIN decision c ON c.change_id = d.change_id
      WHERE d.replay_id = r.replay_id AND c.subject_key = ANY (held))
$$;

-- Differences before their replay, some at a time.
CREATE FUNCTION delete_ended_replays(before_micros bigint, held text[], rows_max integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  differences bigint;
  replays bigint;
BEGIN
  DELETE FROM replay_difference WHERE (replay_id, difference_no) IN (
    SELECT d.replay_id, d.difference_no FROM ended_replays(before_micros, held) r JOIN replay_difference d ON d.replay_id = r.replay_id
    LIMIT rows_max);
  GET DIAGNOSTICS differences = ROW_COUNT;
  DELETE FROM replay WHERE replay_id IN (
    SELECT r.replay_id FROM ended_replays(before_micros, held) r
    WHERE NOT EXISTS (SELECT FROM replay_difference d WHERE d.replay_id = r.replay_id)
    LIMIT rows_max - differences);
  GET DIAGNOSTICS replays = ROW_COUNT;
  RETURN differences + replays;
END
$$;

REVOKE ALL ON FUNCTION delete_ended_replays FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delete_ended_replays TO told_service;
