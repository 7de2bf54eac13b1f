import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export type SigningKey = Readonly<Record<string, string>>;
type Secrets = Readonly<Record<string, string>>;

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

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

/** A secret for each client: kept ones stay, new clients get one. */
export function keepSecrets(
  dir: string,
  clientIds: readonly string[],
): ReadonlyMap<string, string> {
  const secrets = keepFile(path.join(dir, 'client-secrets.json'), (kept: Secrets = {}) => ({
    ...Object.fromEntries(clientIds.map((id) => [id, makeSecret()])),
    ...kept,
  }));
  return new Map(Object.entries(secrets));
}

const makeSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** Written beside its place and renamed, so that a killed start leaves the old file or the new one, never half. */
function keepFile<T>(file: string, complete: (kept: T | undefined) => T): T {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
  const kept = text === undefined ? undefined : (JSON.parse(text) as T);
  const wanted = complete(kept);
  const wantedText = `${JSON.stringify(wanted, null, 2)}\n`;
  if (wantedText !== text) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const partial = `${file}.${process.pid}`;
    fs.writeFileSync(partial, wantedText, { mode: OWNER_ONLY });
    fs.renameSync(partial, file);
  }
  return wanted;
}
