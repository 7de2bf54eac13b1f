export type { AlteredFact } from './alter-fact.ts';
export { assessFile, countedFacts } from './assess-file.ts';
export { addOpenCases } from './bulk-route.ts';
export type {
  Addition,
  CaseEntry,
  CaseFact,
  CaseFile,
  CaseRules,
  Claim,
  Opening,
  Step,
  TaskState,
  ToldFact,
} from './case-file.ts';
export { lockOpening } from './case-queries.ts';
export {
  addReadCases,
  addRecordChange,
  type CaseRoutePorts,
  refuseOtherAgencies,
} from './case-routes.ts';
export { decideFact } from './decide-fact.ts';
export type { DecisionBody, FactDecision, UnmatchedDecision } from './decision.ts';
export { digestBody, type JournalEntry, writeJournal } from './journal.ts';
export type { LookedUp, Office, TakenStep } from './office.ts';
export { defineOffice } from './office-agency.ts';
export { openCases } from './open-cases.ts';
export { checkOpenedCase, openingProperties, readOpenedCase } from './opened-case.ts';
export { createOpeningReader, lineSchemaOf } from './read-opening.ts';
export type { ComparedTable, Finding } from './rebuild/compare-tables.ts';
export { previewRebuild, type RebuildPreview } from './rebuild/preview-rebuild.ts';
export {
  type RebuildOptions,
  type RebuildProgress,
  type RebuildReport,
  rebuildInto,
} from './rebuild/rebuild-into.ts';
export { rebuildOffice } from './rebuild/rebuild-office.ts';
export { type RebuildFailure, type RebuildLine, runRebuild } from './rebuild/run-rebuild.ts';
export { recordChanges } from './record-changes.ts';
export { type StartOfficeOptions, startOffice } from './start-office.ts';
export { takeFact } from './take-fact.ts';
export type { Task } from './task-queries.ts';
export type { TaskKind } from './task-statements.ts';
export type { ChangeCommand, OfficerChange } from './told-fact.ts';
