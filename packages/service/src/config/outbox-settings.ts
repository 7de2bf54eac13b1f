import { integer, withDefault } from './variables.ts';

/** Besides, of a service that answers 503 while too much waits for the log. */
export const outboxConfig = {
  /** Records that may wait. */
  outboxRecordsMax: withDefault(
    integer('TOLD_OUTBOX_RECORDS_MAX', { min: 1, max: 10_000_000 }),
    200_000,
  ),
} as const;
