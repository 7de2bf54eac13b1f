import {
  type ConfigOf,
  integer,
  oneOf,
  optional,
  parseConfig,
  readConfigOrExit,
  text,
  url,
  withDefault,
} from '@told/service';
import { secretMap } from '../secret-map.ts';

const spec = {
  host: withDefault(text('TOLD_HOST', 'an address to listen on'), '127.0.0.1'),
  port: withDefault(integer('TOLD_PORT', { min: 0, max: 65_535 }), 0),
  /** Its name in tokens, at which its clients reach it. */
  issuerUrl: url('TOLD_ISSUER_URL'),
  /** The folder that keeps signing key and secrets. */
  dir: text('TOLD_ISSUER_DIR', 'a path'),
  /** Where browsers reach the console; with it people may sign in as personas. */
  consoleUrl: optional(url('TOLD_CONSOLE_URL')),
  clientSecrets: secretMap('TOLD_CLIENT_SECRETS'),
  logLevel: withDefault(oneOf('TOLD_LOG_LEVEL', ['error', 'warn', 'info', 'silent']), 'info'),
  stopDeadlineMs: withDefault(integer('TOLD_STOP_DEADLINE_MS', { min: 100, max: 300_000 }), 10_000),
} as const;

export type IssuerConfig = ConfigOf<typeof spec>;

export const config: IssuerConfig = readConfigOrExit((env) => parseConfig(env, spec));
