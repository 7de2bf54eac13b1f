export * from './base-config.ts';
export { readConfigOrExit } from './config.ts';
export {
  checkLogConfig,
  type LogSettings,
  logVariables,
  POSTGRES_SCHEMES,
  readLogSettings,
} from './log-settings.ts';
export { outboxConfig } from './outbox-settings.ts';
export * from './parse-config.ts';
export { checkTlsConfig } from './tls-settings.ts';
export * from './variables.ts';
