export { changeIdOf, submissionIdOf } from './change-id.ts';
export { type Comparison, compareDigests, type DigestsTold, type Verdict } from './compare.ts';
export { createMac, type Mac } from './create-mac.ts';
export { IDENTITY_ERRORS, IdentityError, type IdentityErrorCode } from './errors.ts';
export { judgeMatch, type Match, type MatchRung, type MatchVerdicts } from './judge-match.ts';
export { type AreaSecret, createKeyring, type Keyring } from './keyring.ts';
export { createKeys, type IdentityDigests, type IdentityKeys, type PersonTold } from './keys.ts';
export { nameUuid } from './name-uuid.ts';
export { initial, normaliseName, surnamePrefix } from './names.ts';
export {
  type IdentityMode,
  NINO_CODES,
  type NinoCode,
  type ParsedNino,
  parseNino,
  type RefusedNino,
} from './nino.ts';
export { normalisePostcode, padUprn } from './places.ts';
export { releaseIdOf, takingBackIdOf } from './release-id.ts';
