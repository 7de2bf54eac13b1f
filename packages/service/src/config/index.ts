export * from './base-config.ts';
export { readConfigOrExit } from './config.ts';
export * from './parse-config.ts';
export * from './variables.ts';
