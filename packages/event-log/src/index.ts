export { type LogClock, systemClock } from './clock.ts';
export {
  checkDigests,
  DIGEST_HEADER,
  matchesDigest,
  recordDigest,
  type UndigestedTopics,
} from './digest.ts';
export type { RunningLog } from './engine/event-log.ts';
export type { EngineOptions } from './engine/settings.ts';
export * from './errors.ts';
export { createMemoryLog, type MemoryLog, type MemoryLogOptions } from './memory/memory-log.ts';
export { partitionFor } from './partitioner.ts';
export * from './port.ts';
export { encodeByteaArray } from './postgres/batch-format.ts';
export {
  createPostgresLog,
  eventLogMigrations,
  type PostgresLogOptions,
} from './postgres/postgres-log.ts';
export { type AdmittedRecord, admitRecord, RECORD_BYTES_MAX } from './record-check.ts';
