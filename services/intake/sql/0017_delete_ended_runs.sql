-- What retention deletes, and nothing else: comparisons with the log that ended, and nobody works on any more.
CREATE FUNCTION delete_ended_runs(before_micros bigint, rows_max integer) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  WITH gone AS (
    DELETE FROM republish_run WHERE run_id IN (
      SELECT run_id FROM republish_run
      WHERE state IN ('done', 'refused', 'abandoned') AND started_at < to_timestamp(before_micros / 1000000.0)
      LIMIT rows_max)
    RETURNING 1
  )
  SELECT count(*) FROM gone
$$;

REVOKE ALL ON FUNCTION delete_ended_runs FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delete_ended_runs TO told_service;
