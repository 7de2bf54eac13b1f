export {
  formatEntryLine,
  formatHeadLine,
  formatKeyLine,
  formatStart,
} from './bundle/bundle-lines.ts';
export { describeFinding, type Finding } from './bundle/findings.ts';
export { type VerifiedBundle, type VerifyOptions, verifyBundle } from './bundle/verify-bundle.ts';
export { LEDGER_ERRORS, LedgerError, type LedgerErrorCode } from './errors.ts';
export { formatHead, type LogHead, parseHead } from './notes/heads.ts';
export {
  createSigner,
  createVerifier,
  parseVerifier,
  type Signer,
  type Verifier,
} from './notes/keys.ts';
export { type OpenedNote, openNote, signNote } from './notes/notes.ts';
export { formatSuccession, openSuccession } from './notes/successions.ts';
export { type GrowingTree, growTree, type StoredNode } from './tree/growing-tree.ts';
export { EMPTY_ROOT, type Hash, hashLeaf, hashNodes } from './tree/hashes.ts';
export type { NodeId } from './tree/nodes.ts';
export { type ProofPlan, planConsistency, planInclusion, writeProof } from './tree/proofs.ts';
export { type TreeHead, verifyConsistency, verifyInclusion } from './tree/verify-proofs.ts';
