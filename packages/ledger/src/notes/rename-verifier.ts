import { createHash } from 'node:crypto';
import { KEY_ID_BYTES, parseVerifier, type Verifier } from './keys.ts';

/** The same key under another name, as a ledger that follows another has it; undefined for what is no name of a key. */
export function renameVerifier({ text }: Verifier, name: string): Verifier | undefined {
  const [, , ...rest] = text.split('+');
  const key = rest.join('+'); // base64 has plus signs too
  const named = createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from(key, 'base64'))
    .digest();
  return parseVerifier(`${name}+${named.toString('hex', 0, KEY_ID_BYTES)}+${key}`);
}
