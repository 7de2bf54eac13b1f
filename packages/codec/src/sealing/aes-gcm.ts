import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
export const TAG_BYTES = 16;

/** Bytes that are given as they are Node prepares at each use, which costs several times the cipher: kept prepared for as long as they are. */
const prepared = new WeakMap<Buffer, KeyObject>();

function prepare(key: Buffer): KeyObject {
  const known = prepared.get(key);
  if (known !== undefined) return known;
  const made = createSecretKey(key);
  prepared.set(key, made);
  return made;
}

/** What a text is bound to though it is not in it, and with what it is sealed. */
export interface Sealing {
  /** 32 bytes, which nobody changes. */
  readonly key: Buffer;
  /** 12 bytes, never twice with a key. */
  readonly nonce: Buffer;
  readonly bound: Buffer;
}

/** AES-256-GCM (NIST SP 800-38D): the text enciphered, then a tag of 16 bytes, into `target` from `at` on. */
export function encipher(
  { key, nonce, bound }: Sealing,
  text: Buffer,
  target: Buffer,
  at: number,
): void {
  const cipher = createCipheriv(ALGORITHM, prepare(key), nonce);
  cipher.setAAD(bound);
  cipher.update(text).copy(target, at);
  cipher.final();
  cipher.getAuthTag().copy(target, at + text.length);
}

/** The text into `target` from `at` on; false when it is not authentic, and then what was written is nothing. */
export function decipher(
  { key, nonce, bound }: Sealing,
  enciphered: Buffer,
  target: Buffer,
  at: number,
): boolean {
  const tagAt = enciphered.length - TAG_BYTES;
  const opening = createDecipheriv(ALGORITHM, prepare(key), nonce, { authTagLength: TAG_BYTES });
  opening.setAAD(bound);
  opening.setAuthTag(enciphered.subarray(tagAt));
  opening.update(enciphered.subarray(0, tagAt)).copy(target, at);
  try {
    opening.final();
    return true;
  } catch {
    return false; // the answer asked for
  }
}
