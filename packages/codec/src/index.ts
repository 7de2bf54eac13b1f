export * from './generated/index.ts';
export { jsonSchemaFor } from './json-schema-for.ts';
