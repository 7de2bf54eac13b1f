export { codecUsesOf } from './codec-uses.ts';
export {
  type AgencyDefinition,
  type BatchContext,
  type ChangeContext,
  defineAgency,
  type ReleaseAnswer,
  type ReleasedChange,
} from './define-agency.ts';
export { AGENCY_ERRORS, AgencyError, type AgencyErrorCode } from './errors.ts';
export { agencySdkMigrations, officeMigrations } from './migrations.ts';
export * from './office/index.ts';
export { outcomesTopic } from './outcome-record.ts';
export type { Moment } from './received-releases.ts';
export { releasesTopic } from './reconcile.ts';
export {
  applied,
  disputed,
  noChange,
  type Result,
  rejected,
  toVerify,
  unmatched,
} from './results.ts';
export { momentOf, type RunAgencyOptions, type RunningAgency, runAgency } from './run-agency.ts';
export { submissionResultsTopic } from './submission-results.ts';
export { type Submitter, submissionsTopic, submitChanges } from './submit-changes.ts';
export { type TestedAgency, testAgency } from './test-agency.ts';
