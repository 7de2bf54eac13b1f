import type { ConfigFault } from '../config/parse-config.ts';
import { type ConfigOf, optional, text } from '../config/variables.ts';
import { createFileKeys } from './file-keys.ts';
import type { KeyService } from './key-service.ts';

/** Where the data keys of sealed bodies are; both or neither. */
export const keyVariables = {
  keyFile: optional(text('TOLD_KEY_FILE', 'the path of the file with the data keys')),
  masterKeyFile: optional(
    text('TOLD_MASTER_KEY_FILE', 'the path of a file with 32 bytes in base64'),
  ),
} as const;

type KeyConfig = ConfigOf<typeof keyVariables>;

export const checkKeyConfig = ({
  keyFile,
  masterKeyFile,
}: Partial<KeyConfig>): readonly ConfigFault[] =>
  (keyFile === undefined) === (masterKeyFile === undefined)
    ? []
    : [{ variable: 'TOLD_MASTER_KEY_FILE', fault: 'goes together with TOLD_KEY_FILE' }];

/** Undefined: nothing is sealed here. Nothing is opened yet. */
export function createKeys(
  { keyFile: file, masterKeyFile }: KeyConfig,
  { mayWrite }: { readonly mayWrite: boolean },
): KeyService | undefined {
  if (file === undefined || masterKeyFile === undefined) return undefined;
  return createFileKeys({ file, masterKeyFile, mayWrite });
}
