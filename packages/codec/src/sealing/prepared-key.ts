import { createSecretKey, type KeyObject } from 'node:crypto';

const prepared = new WeakMap<Buffer, KeyObject>();

/**
 * Bytes that are given as they are Node prepares at each use, which costs several times the cipher: they are kept prepared for as long as they
 * are kept. Nobody may change them.
 */
export function prepareKey(bytes: Buffer): KeyObject {
  const known = prepared.get(bytes);
  if (known !== undefined) return known;
  const made = createSecretKey(bytes);
  prepared.set(bytes, made);
  return made;
}
