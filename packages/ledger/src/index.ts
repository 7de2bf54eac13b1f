export {
  formatEntryLine,
  formatHeadLine,
  formatKeyLine,
  formatStart,
} from './bundle/bundle-lines.ts';
export { describeFinding, type Finding } from './bundle/findings.ts';
export { BUNDLE_LIMITS } from './bundle/limits.ts';
export { readKeptHead } from './bundle/read-heads.ts';
export { readLines } from './bundle/read-lines.ts';
export { describeReport, reportVerified, type VerifyReport } from './bundle/report.ts';
export { type VerifiedBundle, type VerifyOptions, verifyBundle } from './bundle/verify-bundle.ts';
export { LEDGER_ERRORS, LedgerError, type LedgerErrorCode } from './errors.ts';
export { formatHead, type LogHead, parseHead } from './notes/heads.ts';
export { type KeyChain, openKeyChain } from './notes/key-chain.ts';
export { createVerifier, parseKeys, parseVerifier, type Verifier } from './notes/keys.ts';
export { type OpenedNote, openNote } from './notes/notes.ts';
export { renameVerifier } from './notes/rename-verifier.ts';
export { createSigner, parsePrivateKey, type Signer, signNote } from './notes/signing.ts';
export {
  formatSuccession,
  type OpenedSuccession,
  openSuccession,
  type Succession,
} from './notes/successions.ts';
export { type AskLedger, collectBundle } from './served/collect-bundle.ts';
export { openHead, type ServedKey } from './served/open-head.ts';
export { type GrowingTree, growTree, type StoredNode } from './tree/growing-tree.ts';
export { EMPTY_ROOT, type Hash, hashLeaf, hashNodes } from './tree/hashes.ts';
export type { NodeId } from './tree/nodes.ts';
export {
  type ProofPlan,
  planConsistency,
  planInclusion,
  planRoot,
  writeProof,
} from './tree/proofs.ts';
export { type TreeHead, verifyConsistency, verifyInclusion } from './tree/verify-proofs.ts';
