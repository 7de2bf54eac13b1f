import { hash } from 'node:crypto';
import fs from 'node:fs';
import { KeyError } from './errors.ts';
import type { KeyFileHeader } from './key-slots.ts';

const MASTER_KEY = /^[\w+/-]{43}=?$/;
/** One in use, and one that it replaces or that replaces it. */
const MASTER_KEYS_MAX = 2;
const FINGERPRINT_CHARACTERS = 16;

/** The master keys of a file, one a line: the first is the one to go on with, the second the one that it replaces. */
export function readMasterKeys(file: string): readonly Buffer[] {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (cause) {
    throw new KeyError({ why: 'master-key-unreadable' }, cause);
  }
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  const isWhole = lines.length > 0 && lines.length <= MASTER_KEYS_MAX;
  if (!isWhole || !lines.every((line) => MASTER_KEY.test(line)))
    throw new KeyError({ why: 'master-key-unreadable' });
  return lines.map((line) => Buffer.from(line, 'base64'));
}

/** The one that a key file is wrapped with, by its header. Throws KeyError `master-key-wrong` when it is none of these. */
export function findMasterKey(header: KeyFileHeader, masterKeys: readonly Buffer[]): Buffer {
  const found = masterKeys.find((key) => header.fits(key));
  if (found === undefined) throw new KeyError({ why: 'master-key-wrong' });
  return found;
}

/** Names a master key, and says nothing about it: it has 256 random bits. */
export const fingerprintOf = (masterKey: Buffer): string =>
  hash('sha256', masterKey, 'hex').slice(0, FINGERPRINT_CHARACTERS);
