import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readMasterKeys } from '@told/service';
import { CliError } from '../exit-codes.ts';

const MASTER_KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

/** The master keys of a file: the one to go on with, and the one that it replaces if a rotation is under way. */
export interface MasterKeyFile {
  readonly newest: Buffer;
  readonly former: Buffer | undefined;
}

/** Throws CliError `usage` for a file that holds none. */
export function readMasterKeyFile(file: string): MasterKeyFile {
  try {
    const [newest, former] = readMasterKeys(file);
    if (newest !== undefined) return { newest, former };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
  }
  throw new CliError(
    'usage',
    `${file} holds no master key: 32 bytes in base64, or two such lines while one replaces another.`,
  );
}

export const drawMasterKey = (): Buffer => randomBytes(MASTER_KEY_BYTES);

/** Durable, and whole or not at all, when it returns: what is wrapped with a key that a power cut took back is lost. Throws CliError `unfit`. */
export function writeMasterKeyFile(file: string, masterKeys: readonly Buffer[]): void {
  const partial = `${file}.${process.pid}`;
  const text = masterKeys.map((key) => `${key.toString('base64url')}\n`).join('');
  try {
    fs.writeFileSync(partial, text, { mode: OWNER_ONLY, flush: true });
    fs.renameSync(partial, file);
    const folder = fs.openSync(path.dirname(file), 'r');
    fs.fsyncSync(folder);
    fs.closeSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('unfit', `${file} cannot be written (${code}); nothing was rotated.`);
  }
}
