export { KEY_ERRORS, KeyError } from './errors.ts';
export { createFileKeys, type FileKeysOptions } from './file-keys.ts';
export type {
  DataKey,
  DescribedKeys,
  KeyName,
  KeyReader,
  KeyService,
  RewrappedKeys,
} from './key-service.ts';
export { checkKeyConfig, createKeys, keyVariables } from './key-settings.ts';
export { fingerprintOf, readMasterKeys } from './master-keys.ts';
export {
  createOpenBodies,
  createSealBodies,
  type OpenBodies,
  type Opened,
  type PlacedBody,
  type SealBodies,
} from './seal-bodies.ts';
export { WITHOUT_KEYS } from './without-keys.ts';
