import { createMac } from './create-mac.ts';
import { IdentityError } from './errors.ts';
import { initial, surnamePrefix, wholeName } from './names.ts';
import { normalisePostcode } from './places.ts';

/** What may be known of a person; null or missing when the source did not say. */
export interface PersonTold {
  readonly surname?: string | null;
  readonly forename?: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string | null;
  readonly postcode?: string | null;
}

/** Keyed digests, 32 hex digits each, that say nothing to whoever lacks the area secret. */
export interface IdentityDigests {
  readonly secretVersion: number;
  readonly birthDate: string | null;
  readonly surnamePrefix: string | null;
  readonly initial: string | null;
  readonly postcode: string | null;
  /** Whole normalised names: to find a person without a number, never to refuse one. */
  readonly surname: string | null;
  readonly forename: string | null;
}

export interface IdentityKeys {
  /** The person's key on the bus: 32 hex digits. Takes NINO-8 as `parseNino` gives it. */
  subjectKey(nino8: string): string;
  digestsOf(person: PersonTold): IdentityDigests;
  /** Digest of a number as a value that is told: 32 hex digits, another than the subject key it would give. Takes NINO-8. */
  ninoDigest(nino8: string): string;
  /** A key for a person without a number; `random` gives the asked number of bytes. */
  randomSubjectKey(random: (bytes: number) => Uint8Array): string;
  /** 32 hex digits that name the secret and do not tell it. */
  fingerprint(): string;
}

type DigestField =
  | 'secret'
  | 'subject'
  | 'nino'
  | 'birth-date'
  | 'surname-prefix'
  | 'initial'
  | 'postcode'
  | 'surname'
  | 'forename';

/** Many people share these, so that their digests are remembered: at most so many of each, and none of a longer value. */
const SHARED: readonly DigestField[] = ['surname-prefix', 'initial', 'surname', 'forename'];
const REMEMBERED_MAX = 1_000;
const REMEMBERED_LENGTH_MAX = 40;

/** A birth date has some 40,000 possible values: only the secret keeps its digest from being looked up. */
const SECRET_BYTES_MIN = 32;
/** 128 bits: two of a national 60 million people share a key with probability below 10⁻²³. */
const KEY_BYTES = 16;

/**
 * Keyed digests of one version of the area secret: HMAC-SHA-256 (RFC 2104), cut to 128 bits, its message beginning with field name and
 * secret version, so that equal values in different fields or under different versions never give equal digests.
 * Throws IdentityError `secret-too-short`, `secret-version`.
 */
export function createKeys(area: {
  readonly secret: string | Uint8Array;
  readonly version: number;
}): IdentityKeys {
  const secret = Buffer.from(area.secret as string);
  if (secret.length < SECRET_BYTES_MIN) {
    throw new IdentityError('secret-too-short', { bytes: secret.length });
  }
  if (!Number.isSafeInteger(area.version) || area.version < 1) {
    throw new IdentityError('secret-version', { version: area.version });
  }
  const mac = createMac(secret);
  // Neither name nor version contains the zero byte, so no two (field, version, value) share a message.
  const digest = (field: DigestField, value: string): string =>
    mac(`told-once\0${field}\0${area.version}\0${value}`).slice(0, KEY_BYTES * 2);
  const remembered = new Map(SHARED.map((field) => [field, new Map<string, string>()]));
  const digestIfKnown = (field: DigestField, value: string | null): string | null => {
    if (value === null) return null;
    const shared = remembered.get(field);
    const known = shared?.get(value);
    if (known !== undefined) return known;
    const made = digest(field, value);
    if (shared !== undefined && value.length <= REMEMBERED_LENGTH_MAX) {
      if (shared.size === REMEMBERED_MAX) shared.clear();
      shared.set(value, made);
    }
    return made;
  };

  return {
    subjectKey: (nino8) => digest('subject', nino8),
    ninoDigest: (nino8) => digest('nino', nino8),
    fingerprint: () => digest('secret', ''),
    digestsOf: (person) => ({
      secretVersion: area.version,
      birthDate: digestIfKnown('birth-date', person.birthDate ?? null),
      surnamePrefix: digestIfKnown('surname-prefix', apply(surnamePrefix, person.surname)),
      initial: digestIfKnown('initial', apply(initial, person.forename)),
      postcode: digestIfKnown('postcode', apply(normalisePostcode, person.postcode)),
      surname: digestIfKnown('surname', apply(wholeName, person.surname)),
      forename: digestIfKnown('forename', apply(wholeName, person.forename)),
    }),
    randomSubjectKey(random) {
      const bytes = random(KEY_BYTES);
      if (bytes.length !== KEY_BYTES) {
        throw new IdentityError('randomness', { bytes: bytes.length });
      }
      return Buffer.from(bytes).toString('hex');
    },
  };
}

function apply(
  normalise: (text: string) => string | null,
  text: string | null | undefined,
): string | null {
  return text === null || text === undefined ? null : normalise(text);
}
