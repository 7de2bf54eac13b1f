// Generated from schemas/ by "npm run build -w @told/codec". Do not edit.

export * from './json-schemas.ts';
export * from './schemas.ts';
export * from './subjects.ts';
export * from './types.ts';
