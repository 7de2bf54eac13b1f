import { type BusinessDateSpec, parseBusinessDate } from '../time/business-calendar.ts';
import { checkLogConfig, logVariables, POSTGRES_SCHEMES } from './log-settings.ts';
import type { ConfigFault } from './parse-config.ts';
import { checkTlsConfig, tlsVariables } from './tls-settings.ts';
import {
  type ConfigOf,
  hyphenated,
  integer,
  oneOf,
  optional,
  secret,
  text,
  url,
  variable,
  withDefault,
} from './variables.ts';

/** What every service reads; spread it into the service's own spec, and pass `checkBaseConfig` on to parseConfig. */
export const baseConfig = {
  service: hyphenated('TOLD_SERVICE'),
  host: withDefault(text('TOLD_HOST', 'an address to listen on'), '127.0.0.1'),
  /** 0: any free port. */
  port: withDefault(integer('TOLD_PORT', { min: 0, max: 65_535 }), 0),
  databaseUrl: url('TOLD_DATABASE_URL', POSTGRES_SCHEMES),
  ...logVariables,
  ...tlsVariables,
  registryUrl: url('TOLD_REGISTRY_URL'),
  authIssuer: url('TOLD_AUTH_ISSUER'),
  authJwksUrl: url('TOLD_AUTH_JWKS_URL'),
  authTokenUrl: url('TOLD_AUTH_TOKEN_URL'),
  authAudience: text('TOLD_AUTH_AUDIENCE', 'the audience of the tokens accepted'),
  /** This service's own client, for services that call others. */
  clientId: optional(text('TOLD_CLIENT_ID')),
  clientSecret: optional(secret('TOLD_CLIENT_SECRET')),
  businessDate: variable<BusinessDateSpec>(
    'TOLD_BUSINESS_DATE',
    '"system" or YYYY-MM-DD@<instant ending in Z>',
    parseBusinessDate,
  ),
  identityMode: oneOf('TOLD_IDENTITY_MODE', ['synthetic', 'production']),
  logLevel: withDefault(
    oneOf('TOLD_LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    'info',
  ),
  /** Requests a client may send in a second; far above honest use, it stops a loop gone wild. */
  rateLimitPerSecond: withDefault(
    integer('TOLD_RATE_LIMIT_PER_SECOND', { min: 1, max: 1_000_000 }),
    20_000,
  ),
  /** How long a stopping service may drain before it is ended. */
  stopDeadlineMs: withDefault(integer('TOLD_STOP_DEADLINE_MS', { min: 100, max: 300_000 }), 10_000),
  /** Written with the service's address once it listens. */
  readyFile: optional(text('TOLD_READY_FILE', 'a path')),
} as const;

export type BaseConfig = ConfigOf<typeof baseConfig>;

/** Rules over several variables of the base. */
export function checkBaseConfig(config: Partial<BaseConfig>): readonly ConfigFault[] {
  const faults: ConfigFault[] = [...checkLogConfig(config), ...checkTlsConfig(config)];
  if ((config.clientId === undefined) !== (config.clientSecret === undefined)) {
    faults.push({ variable: 'TOLD_CLIENT_SECRET', fault: 'goes together with TOLD_CLIENT_ID' });
  }
  return faults;
}
