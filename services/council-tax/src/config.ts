import {
  baseConfig,
  type ConfigOf,
  checkBaseConfig,
  hyphenated,
  integer,
  parseConfig,
  readConfigOrExit,
  withDefault,
} from '@told/service';

const spec = {
  ...baseConfig,
  /** The billing authority that this process serves. */
  agency: hyphenated('TOLD_AGENCY'),
  /** Records that may wait for the log before officers get 503. */
  outboxRecordsMax: withDefault(
    integer('TOLD_OUTBOX_RECORDS_MAX', { min: 1, max: 10_000_000 }),
    200_000,
  ),
} as const;

export type CouncilTaxConfig = ConfigOf<typeof spec>;

export const config: CouncilTaxConfig = readConfigOrExit((env) =>
  parseConfig(env, spec, checkBaseConfig),
);
