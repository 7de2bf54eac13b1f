export { ALLOWED_KEYS } from './allow-list.ts';
export * from './create-logger.ts';
export { serializeError } from './serialize-error.ts';
