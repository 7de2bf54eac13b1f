import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { writeText } from '../kept-file.ts';

/** Where the data keys of sealed bodies are. */
export type KeyFiles = {
  /** Intake makes it; the data keys are in it, wrapped. */
  readonly file: string;
  /** The key that they are wrapped with. */
  readonly masterKeyFile: string;
};

const MASTER_KEY_BYTES = 32;

/** Names the key files of a data folder, apart from each other and from every database, and makes the master key at the first start. */
export function keepKeyFiles(dir: string): KeyFiles {
  const masterKeyFile = path.join(dir, 'master-key');
  if (!fs.existsSync(masterKeyFile)) writeText(masterKeyFile, makeMasterKey());
  return { file: path.join(dir, 'keys', 'data-keys'), masterKeyFile };
}

export const makeMasterKey = (): string =>
  `${randomBytes(MASTER_KEY_BYTES).toString('base64url')}\n`;
