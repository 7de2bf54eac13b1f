export * from './base-config.ts';
export { readConfigOrExit } from './config.ts';
export { type LogSettings, readLogSettings } from './log-settings.ts';
export * from './parse-config.ts';
export * from './variables.ts';
