export type { ChangeFault, ChangeToCheck } from './change-fault.ts';
export { checkChange } from './check-change.ts';
export type { Decoded } from './codec/decode.ts';
export { createLocalSource } from './codec/local-source.ts';
export type { Codec, CodecUse, RecordName } from './codec/open-codec.ts';
export { openCodec, openCodecFrom } from './codec/open-codec.ts';
export { readOrThrow } from './codec/read-or-throw.ts';
export type { SchemaSource } from './codec/schema-source.ts';
export { completeChange, type SubmittedJson } from './complete-change.ts';
export { completeJson } from './complete-json.ts';
export type { Registered } from './deploy/register-schemas.ts';
export { listSubjects, nameTopics, registerSchemas } from './deploy/register-schemas.ts';
export type { CodecErrorCode } from './errors.ts';
export { CODEC_ERRORS, CodecError } from './errors.ts';
export {
  checkEvolution,
  type EvolutionFinding,
  type SchemaVersion,
} from './evolution/check-evolution.ts';
export { factFields, NO_FACTS } from './fact-fields.ts';
export { parseSources, readSources, type SchemaSources } from './generate/read-sources.ts';
export { type MoreOf, writeEventPage } from './generate/write-event-page.ts';
export * from './generated/index.ts';
export { jsonSchemaFor } from './json-schema-for.ts';
export { createRegistryServer, registryMigrations } from './registry/create-registry-server.ts';
export { prepareKey } from './sealing/prepared-key.ts';
export {
  type BodyPlace,
  keyNumberOf,
  openBody,
  type SealingKey,
  sealBody,
} from './sealing/seal-body.ts';
