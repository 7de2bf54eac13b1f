import type { RetentionRule } from '@told/service';

/** What the gateway deletes by age: replays with what came out of them. All else is needed to tell past recipients, or to decide again. */
export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    table: 'replay',
    count: {
      name: 'gateway_count_ended_replays',
      text: 'SELECT count(*) AS count, min(finished_at_micros) AS oldest FROM ended_replays($1, $2)',
    },
    remove: {
      name: 'gateway_delete_ended_replays',
      text: 'SELECT delete_ended_replays($1, $2, $3) AS count',
    },
  },
];
