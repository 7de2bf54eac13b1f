import {
  baseConfig,
  type ConfigOf,
  checkBaseConfig,
  integer,
  list,
  parseConfig,
  readConfigOrExit,
  secret,
  text,
  url,
  variable,
  withDefault,
} from '@told/service';

const spec = {
  ...baseConfig,
  clientId: text('TOLD_CLIENT_ID'),
  clientSecret: secret('TOLD_CLIENT_SECRET'),
  /** Keys the digests of identity; the same for a deployment's whole life until it is rotated. */
  areaSecret: variable('TOLD_AREA_SECRET', 'a secret of at least 32 characters', (text) =>
    text.length >= 32 ? text : undefined,
  ),
  gatewayUrl: url('TOLD_GATEWAY_URL'),
  /** Agencies whose submissions are read and whose tokens may tell. */
  agencies: list('TOLD_AGENCIES'),
  /** Changes that may wait for the log before the door closes with 503. */
  outboxRecordsMax: withDefault(
    integer('TOLD_OUTBOX_RECORDS_MAX', { min: 1, max: 10_000_000 }),
    200_000,
  ),
} as const;

export type IntakeConfig = ConfigOf<typeof spec>;

export const config: IntakeConfig = readConfigOrExit((env) =>
  parseConfig(env, spec, checkBaseConfig),
);
