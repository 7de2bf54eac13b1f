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
export {
  type ChangeToDecide,
  type Deciding,
  decide,
  ENGINE_VERSION,
  type InterestToDecide,
  REASONS,
  type Reason,
  type RecipientDecision,
  WITHHELD_REASONS,
  type WithheldReason,
} from './decide.ts';
export {
  AGREEMENT_ERRORS,
  AgreementError,
  type AgreementErrorCode,
  type AgreementProblem,
} from './errors.ts';
export { loadAgreements } from './load.ts';
export { fieldsOf, minimise } from './minimise.ts';
export { type FactFields, hashTerms, parseAgreement } from './parse.ts';
export { type Disclosure, type FieldBasis, type Right, rightsFor } from './rights.ts';
