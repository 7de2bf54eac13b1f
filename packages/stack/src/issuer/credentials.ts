import { generateKeyPairSync, randomBytes } from 'node:crypto';
import path from 'node:path';
import { keepFile } from '../kept-file.ts';

export type SigningKey = Readonly<Record<string, string>>;

/** The private key (JWK, ES256) that signs tokens; made at the first start, so that tokens outlive a restart. */
export function keepSigningKey(dir: string): SigningKey {
  return keepFile(path.join(dir, 'signing-key.json'), (kept: SigningKey | undefined) => {
    if (kept) return kept;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const kid = randomBytes(8).toString('hex');
    return {
      ...(privateKey.export({ format: 'jwk' }) as SigningKey),
      kid,
      alg: 'ES256',
      use: 'sig',
    };
  });
}
