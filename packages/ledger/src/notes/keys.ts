import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { LedgerError } from '../errors.ts';

/** Ed25519 in a signed note (C2SP signed-note). */
const ED25519 = 1;
const KEY_BYTES = 32;
export const KEY_ID_BYTES = 4;
export const SIGNATURE_BYTES = 64;
/** What stands before the 32 bytes of an Ed25519 public key in its SubjectPublicKeyInfo (RFC 8410, 4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** A key that verifies what a log signed. */
export interface Verifier {
  readonly name: string;
  /** Four bytes: which of the keys of this name; no proof of anything. */
  readonly keyId: Buffer;
  /** As it is published and pinned: `name+keyid+key`, a "vkey" of C2SP signed-note. */
  readonly text: string;
  verify(text: string, signature: Buffer): boolean;
}

/** Throws LedgerError `name-invalid`, `key-invalid`. */
export function createVerifier(name: string, publicKey: KeyObject): Verifier {
  if (!isKeyName(name)) throw new LedgerError('name-invalid');
  if (publicKey.asymmetricKeyType !== 'ed25519' || publicKey.type !== 'public')
    throw new LedgerError('key-invalid');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const typed = Buffer.concat([Buffer.of(ED25519), spki.subarray(SPKI_HEAD.length)]);
  const keyId = nameKey(name, typed);
  return {
    name,
    keyId,
    text: `${name}+${keyId.toString('hex')}+${typed.toString('base64')}`,
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, signature),
  };
}

/** Reads a published key; undefined for a text that is none, or whose key id is not that of its key. */
export function parseVerifier(text: string): Verifier | undefined {
  const [name = '', id = '', ...rest] = text.trim().split('+');
  const typed = decodeBase64(rest.join('+')); // base64 has plus signs too
  if (!isKeyName(name) || typed?.length !== 1 + KEY_BYTES || typed[0] !== ED25519) return undefined;
  if (nameKey(name, typed).toString('hex') !== id) return undefined;
  const key = Buffer.concat([SPKI_HEAD, typed.subarray(1)]);
  return createVerifier(name, createPublicKey({ key, type: 'spki', format: 'der' }));
}

/** Published keys, one a line; undefined when a line is none, or nothing is there. */
export function parseKeys(text: string): readonly Verifier[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const keys = lines.flatMap((line) => parseVerifier(line) ?? []);
  return lines.length > 0 && keys.length === lines.length ? keys : undefined;
}

/** Not empty, without spaces and plus signs (C2SP signed-note). */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name);

/** The bytes of base64 in its one right form; undefined for anything else, which would let one signature be written in several ways. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

const nameKey = (name: string, typed: Buffer): Buffer =>
  createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, KEY_ID_BYTES);
