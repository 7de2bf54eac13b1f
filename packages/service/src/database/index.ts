export {
  type AppliedIds,
  arrangeBySequence,
  type SequencedArrival,
} from './arrange-by-sequence.ts';
export { type ConsumeOptions, type Consumer, consume, type Gap } from './consume.ts';
export type { TopicState } from './consumer-states.ts';
export { type DeadLetter, deadLetter } from './dead-letter.ts';
export {
  type Arranged,
  decideSequences,
  type KnownSequences,
  type Sequenced,
  type SequenceFault,
} from './decide-sequences.ts';
export type { Handle } from './deliver-batch.ts';
export {
  codeOf,
  DATABASE_ERRORS,
  DatabaseError,
  type DatabaseErrorCode,
  isRetryable,
} from './errors.ts';
export { type EventHeaderValues, eventHeaders, headerBytes } from './event-headers.ts';
export { type MigrationComponent, migrateDatabase, serviceMigrations } from './migrate-database.ts';
export { type DatabaseOptions, openDatabase } from './open-database.ts';
export { assertOutboxRoom, outboxDepth } from './outbox-depth.ts';
export {
  PARKED_RECORDS_MAX,
  type ParkedEntry,
  type ParkReason,
  parkRecords,
} from './park-records.ts';
export type {
  Database,
  DatabaseLogger,
  Result,
  Session,
  Signal,
  Statement,
  Transaction,
} from './ports.ts';
export { createPublisher, type OutgoingRecord, type Publisher } from './publisher.ts';
export {
  lockWaiting,
  replaceWaiting,
  type SaidRecord,
  type WaitingRecord,
} from './replace-waiting.ts';
export { rewriteParked } from './rewrite-parked.ts';
export { setBackWatermarks } from './set-back.ts';
export { type Relay, type RelayOptions, type RelayState, startRelay } from './start-relay.ts';
export { digestKey } from './stored-bytes.ts';
export { type Backlog, readBacklog, takeParked } from './take-parked.ts';
export { together } from './together.ts';
export { watchProcessors } from './watch-processors.ts';
