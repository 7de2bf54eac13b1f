import {
  createPrivateKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Stack } from '@told/stack';

export interface ForgedToken {
  readonly agency?: string;
  readonly scope?: string;
  readonly audience?: string;
  /** Seconds from now; negative: expired. */
  readonly expiresIn?: number;
  readonly algorithm?: 'ES256' | 'none';
  /** By a key of somebody's own instead of the issuer's. */
  readonly ownKey?: boolean;
}

/** An access token as the development issuer would write it, but for what is said. With the issuer's own key: for claims that no client of it has. */
export function signToken(stack: Stack, forged: ForgedToken): string {
  const file = path.join(path.dirname(stack.stackFile), 'issuer/signing-key.json');
  const jwk = JSON.parse(fs.readFileSync(file, 'utf8')) as JsonWebKey & { kid: string };
  const { algorithm = 'ES256', expiresIn = 60 } = forged;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: algorithm, typ: 'at+jwt', kid: jwk.kid },
    {
      iss: stack.auth.issuer,
      aud: forged.audience ?? stack.auth.audience,
      iat: nowSeconds + Math.min(0, expiresIn) - 1,
      exp: nowSeconds + expiresIn,
      client_id: forged.agency ?? 'jobcentre',
      agency: forged.agency ?? 'jobcentre',
      scope: forged.scope ?? 'changes:write',
    },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const text = parts.join('.');
  if (algorithm === 'none') return `${text}.`;
  const key: KeyObject = forged.ownKey
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    : createPrivateKey({ key: jwk, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
