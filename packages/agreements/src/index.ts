export {
  AGENCY_SCOPES,
  AGENCY_STATES,
  type Agency,
  type AgencyState,
  parseAgency,
  type Reads,
} from './agency-file.ts';
export {
  AGREEMENT_SETS,
  type Agreement,
  type AgreementSet,
  type AgreementSetId,
  type Approval,
  type Provision,
  type Standing,
  standingOf,
} from './agreement.ts';
export { composeSet } from './agreement-set.ts';
export { type ConsentToDecide, consentRecipients } from './consents.ts';
export { decide, ENGINE_VERSION } from './decide.ts';
export type {
  AgencyStanding,
  ChangeToDecide,
  Deciding,
  InterestToDecide,
  RecipientDecision,
} from './deciding.ts';
export { type AgreementChanged, diffSets, type PartChanged } from './diff-sets.ts';
export {
  AGREEMENT_ERRORS,
  AgreementError,
  type AgreementErrorCode,
  type AgreementProblem,
} from './errors.ts';
export { type Finding, LINT_RULES, type LintRule } from './lint/finding.ts';
export { lintAgreements } from './lint/lint-agreements.ts';
export type { Linting } from './lint/linting.ts';
export {
  type LoadedAgreements,
  loadAgreements,
  loadAgreementTexts,
  readAgencyFiles,
} from './load.ts';
export { buildMatrix, type MatrixRow } from './matrix.ts';
export { fieldsOf, minimise } from './minimise.ts';
export { type FactFields, hashTerms, parseAgreement } from './parse.ts';
export { isLocating, isThirdParty } from './protect.ts';
export { REASONS, type Reason, WITHHELD_REASONS, type WithheldReason } from './reasons.ts';
export { type Disclosure, type FieldBasis, findExpired, type Right, rightsFor } from './rights.ts';
export { suspend } from './suspend.ts';
