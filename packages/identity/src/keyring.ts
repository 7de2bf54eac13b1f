import { IdentityError } from './errors.ts';
import { createKeys, type IdentityDigests, type IdentityKeys, type PersonTold } from './keys.ts';

/** One version of the area secret. */
export interface AreaSecret {
  readonly version: number;
  readonly secret: string | Uint8Array;
}

/** Keys and digests under every version of the area secret that is still in use. */
export interface Keyring {
  /** The keys that a person with this NINO-8 may be known by, the oldest version first; the last one is for somebody not known yet. */
  subjectKeys(nino8: string): readonly string[];
  /** Under the newest version. */
  digestsOf(person: PersonTold): IdentityDigests;
  /** Under the version before it; null: there is none. What was registered before the rotation is compared with these. */
  digestsBefore(person: PersonTold): IdentityDigests | null;
  ninoDigest(nino8: string): string;
  randomSubjectKey(random: (bytes: number) => Uint8Array): string;
  /** Each version's name of its secret, 32 hex digits that do not tell it. */
  readonly fingerprints: readonly { readonly version: number; readonly fingerprint: string }[];
}

/**
 * The versions must ascend. A secret is never taken away: the keys it made are how its persons are found for ever.
 * Throws IdentityError `secret-missing`, `secret-order`, `secret-too-short`, `secret-version`.
 */
export function createKeyring(secrets: readonly AreaSecret[]): Keyring {
  const versions = secrets.map(({ version }) => version);
  const unordered = versions.findIndex((version, at) => version <= (versions[at - 1] ?? 0));
  const all = secrets.map(createKeys);
  if (unordered !== -1) throw new IdentityError('secret-order', { at: unordered + 1 });
  const newest = all.at(-1);
  if (newest === undefined) throw new IdentityError('secret-missing');
  const before: IdentityKeys | undefined = all.at(-2);
  return {
    subjectKeys: (nino8) => all.map((keys) => keys.subjectKey(nino8)),
    digestsOf: (person) => newest.digestsOf(person),
    digestsBefore: (person) => before?.digestsOf(person) ?? null,
    ninoDigest: (nino8) => newest.ninoDigest(nino8),
    randomSubjectKey: (random) => newest.randomSubjectKey(random),
    fingerprints: all.map((keys, at) => ({
      version: versions[at] as number,
      fingerprint: keys.fingerprint(),
    })),
  };
}
