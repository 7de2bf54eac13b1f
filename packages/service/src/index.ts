export * from './auth/index.ts';
export * from './batcher.ts';
export * from './config/index.ts';
export * from './database/index.ts';
export * from './http/index.ts';
export * from './log/index.ts';
export * from './run/index.ts';
export * from './time/index.ts';
