import {
  baseConfig,
  type ConfigOf,
  checkBaseConfig,
  integer,
  parseConfig,
  readConfigOrExit,
  withDefault,
} from '@told/service';

const spec = {
  ...baseConfig,
  /** Records that may wait for the log before officers get 503. */
  outboxRecordsMax: withDefault(
    integer('TOLD_OUTBOX_RECORDS_MAX', { min: 1, max: 10_000_000 }),
    200_000,
  ),
} as const;

export type JobcentreConfig = ConfigOf<typeof spec>;

export const config: JobcentreConfig = readConfigOrExit((env) =>
  parseConfig(env, spec, checkBaseConfig),
);
