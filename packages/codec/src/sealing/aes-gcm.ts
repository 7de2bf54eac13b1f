import { createCipheriv, createDecipheriv } from 'node:crypto';
import { prepareKey } from './prepared-key.ts';

const ALGORITHM = 'aes-256-gcm';
export const TAG_BYTES = 16;

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
  const cipher = createCipheriv(ALGORITHM, prepareKey(key), nonce);
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
  const opening = createDecipheriv(ALGORITHM, prepareKey(key), nonce, { authTagLength: TAG_BYTES });
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
