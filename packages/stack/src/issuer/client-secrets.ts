import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import path from 'node:path';
import { keepFile, writePrivately } from '../kept-file.ts';

/** A client's secrets as its file keeps them: the text alone, or beside it the one that is still accepted for a while. */
type Kept =
  | string
  | {
      readonly secret: string;
      readonly former: { readonly secret: string; readonly until: string };
    };

export type Rotation =
  | { readonly kind: 'rotated'; readonly clientSecret: string; readonly formerUntil: string }
  /** The secret before is still accepted; a second overlap would cut it short. */
  | { readonly kind: 'under-way'; readonly formerUntil: string };

/** Which secrets open which client. */
export type ClientSecrets = {
  /** The newest. */
  current(clientId: string): string;
  /** True for the newest, and for the one before until its overlap ends. Takes the same time whatever is asked. */
  accepts(clientId: string, secret: string): boolean;
  /**
   * Makes a new secret; the former is accepted for `overlapMs` more. Zero ends every former one at once, also one whose overlap runs.
   * It is in the file when this returns.
   */
  rotate(clientId: string, overlapMs: number): Rotation;
};

const SECRET_BYTES = 32;

/** A secret for each client, in a file for its owner only: kept ones stay, new clients get theirs of `first`, or one that is made. */
export function keepClientSecrets(
  dir: string,
  clientIds: readonly string[],
  nowMs: () => number,
  first: Readonly<Record<string, string>> = {},
): ClientSecrets {
  const file = path.join(dir, 'client-secrets.json');
  let secrets = keepFile(file, (kept: Readonly<Record<string, Kept>> = {}) => ({
    ...Object.fromEntries(clientIds.map((id) => [id, first[id] ?? makeSecret()])),
    ...Object.fromEntries(
      Object.entries(kept).map(([id, one]) => [id, forget(one, nowMs()) as Kept]),
    ),
  }));
  const read = (clientId: string): Kept => {
    const kept = Object.hasOwn(secrets, clientId) ? secrets[clientId] : undefined;
    if (kept === undefined) throw new TypeError('every client has a secret');
    return forget(kept, nowMs());
  };
  return {
    current: (clientId) => newestOf(read(clientId)),
    accepts(clientId, secret) {
      const kept = read(clientId);
      const isNewest = isSame(newestOf(kept), secret);
      return (typeof kept !== 'string' && isSame(kept.former.secret, secret)) || isNewest;
    },
    rotate(clientId, overlapMs) {
      const kept = read(clientId);
      if (typeof kept !== 'string' && overlapMs > 0) {
        return { kind: 'under-way', formerUntil: kept.former.until };
      }
      const clientSecret = makeSecret();
      const formerUntil = new Date(nowMs() + overlapMs).toISOString();
      const former = { secret: newestOf(kept), until: formerUntil };
      const next: Kept = overlapMs > 0 ? { secret: clientSecret, former } : clientSecret;
      const wanted = { ...secrets, [clientId]: next };
      writePrivately(file, wanted);
      secrets = wanted;
      return { kind: 'rotated', clientSecret, formerUntil };
    },
  };
}

const makeSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

const newestOf = (kept: Kept): string => (typeof kept === 'string' ? kept : kept.secret);

/** Without a former secret whose overlap is over. */
const forget = (kept: Kept, nowMs: number): Kept =>
  typeof kept === 'string' || nowMs < Date.parse(kept.former.until) ? kept : kept.secret;

/** Digests are of one length, which the comparison needs. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
