import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { LedgerError } from '../errors.ts';
import { createVerifier, type Verifier } from './keys.ts';
import { isNoteText, MARK } from './notes.ts';

const SEED_BYTES = 32;
/** What stands before the 32 bytes of an Ed25519 private key in its PKCS #8 (RFC 8410, 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An Ed25519 private key from its 32 bytes in base64url, as a secret is made; undefined for a text that is none. */
export function parsePrivateKey(text: string): KeyObject | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== SEED_BYTES || bytes.toString('base64url') !== text) return undefined;
  const key = Buffer.concat([PKCS8_HEAD, bytes]);
  return createPrivateKey({ key, type: 'pkcs8', format: 'der' });
}

export interface Signer {
  readonly name: string;
  readonly keyId: Buffer;
  readonly verifier: Verifier;
  sign(text: string): Buffer;
}

/** Signs as `name` with an Ed25519 private key. Throws LedgerError `name-invalid`, `key-invalid`. */
export function createSigner(name: string, privateKey: KeyObject): Signer {
  if (privateKey.asymmetricKeyType !== 'ed25519' || privateKey.type !== 'private')
    throw new LedgerError('key-invalid');
  const verifier = createVerifier(name, createPublicKey(privateKey));
  return {
    name,
    keyId: verifier.keyId,
    verifier,
    sign: (text) => sign(null, Buffer.from(text), privateKey),
  };
}

/**
 * A text with signatures (C2SP signed-note): the text, an empty line, and a line for each signer. Throws LedgerError `text-invalid` when the
 * text does not end with a line break.
 */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!isNoteText(text)) throw new LedgerError('text-invalid');
  const lines = signers.map((signer) => {
    const signature = Buffer.concat([signer.keyId, signer.sign(text)]);
    return `${MARK}${signer.name} ${signature.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}
