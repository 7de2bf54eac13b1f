import type { RetentionRule } from '@told/service';

/** What intake deletes by age: comparisons with the log, which are about nobody, so that no hold reaches them. */
export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    table: 'republish_run',
    count: {
      name: 'intake_count_ended_runs',
      text: `SELECT count(*) AS count, (extract(epoch FROM min(started_at)) * 1000000)::bigint AS oldest FROM republish_run
             WHERE state IN ('done', 'refused', 'abandoned') AND started_at < to_timestamp($1::bigint / 1000000.0)`,
    },
    remove: {
      name: 'intake_delete_ended_runs',
      text: 'SELECT delete_ended_runs($1, $2) AS count',
    },
  },
];
