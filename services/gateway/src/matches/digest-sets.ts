import type { IdentityDigests } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { digestKeyOf } from '../ids.ts';

/** What was told of a subject's identity, once. */
export interface DigestSet {
  readonly subjectKey: string;
  readonly identityDigests: IdentityDigests;
  /** Names the digests: a hash, worked out once. */
  readonly digestKey: string;
}

/** PostgreSQL's table of locks has a bound that all transactions share (6,400 by default); 512 of them may be one transaction's. */
const BUCKETS = 512;
const HEX_DIGITS_READ = 8;
/** Keeps these locks apart from the relay's and the migrations' advisory locks. */
const LOCK_SPACE = 0x70_6c_61_63;

const LOCK_BUCKETS: Statement = {
  name: 'gateway_lock_digest_buckets',
  text: `SELECT pg_advisory_xact_lock($1::integer, bucket)
         FROM (SELECT bucket FROM unnest($2::integer[]) AS b (bucket) ORDER BY bucket OFFSET 0) AS sorted`,
};

/**
 * Locks where persons with these digests may meet, until the transaction ends: an interest that looks for its person and a person who is
 * told for the first time are then one before the other, and neither misses the other. Two sets that the ladder would match share a birth
 * date, or postcode and surname prefix; so they share a bucket. Taken after the fence of suspensions and before any subject, in order.
 */
export async function lockBuckets(
  tx: Transaction,
  digests: readonly IdentityDigests[],
): Promise<void> {
  const buckets = [...new Set(digests.flatMap(bucketsOf))].sort((a, b) => a - b);
  if (buckets.length > 0) await tx.query(LOCK_BUCKETS, [LOCK_SPACE, buckets]);
}

export function bucketsOf({
  birthDate,
  postcode,
  surnamePrefix,
}: IdentityDigests): readonly number[] {
  const place = postcode === null || surnamePrefix === null ? [] : [postcode, surnamePrefix];
  return [
    ...(birthDate === null ? [] : [readHex(birthDate) % BUCKETS]),
    ...(place.length === 0 ? [] : [place.reduce((sum, one) => sum + readHex(one), 0) % BUCKETS]),
  ];
}

const readHex = (digest: string): number => Number.parseInt(digest.slice(0, HEX_DIGITS_READ), 16);

const READ_SETS: Statement = {
  name: 'gateway_read_digest_sets',
  text: `SELECT k.place FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k (subject_key, digest_key, place)
         WHERE EXISTS (SELECT FROM subject_digest d WHERE d.subject_key = k.subject_key AND d.digest_key = k.digest_key)`,
};

export const toSet = ({
  subjectKey,
  identityDigests,
}: Omit<DigestSet, 'digestKey'>): DigestSet => ({
  subjectKey,
  identityDigests,
  digestKey: digestKeyOf(identityDigests),
});

/** The name of a set in memory. */
export const nameSet = ({ subjectKey, digestKey }: DigestSet): string =>
  `${subjectKey}/${digestKey}`;

/** Those of the sets that nobody has told before, each once. */
export async function findNewSets(
  tx: Transaction,
  sets: readonly DigestSet[],
): Promise<readonly DigestSet[]> {
  const distinct = [...new Map(sets.map((one) => [nameSet(one), one])).values()];
  if (distinct.length === 0) return [];
  const { rows } = await tx.query<{ place: number }>(READ_SETS, [
    distinct.map((one) => one.subjectKey),
    distinct.map((one) => one.digestKey),
  ]);
  const known = new Set(rows.map(({ place }) => place - 1));
  return distinct.filter((_, index) => !known.has(index));
}

const INSERT_SETS: Statement = {
  name: 'gateway_insert_digest_sets',
  text: `INSERT INTO subject_digest (subject_key, digest_key, secret_version, birth_date_digest, surname_prefix_digest,
           initial_digest, postcode_digest, surname_digest, forename_digest)
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[],
           $8::text[], $9::text[])
         ON CONFLICT DO NOTHING`,
};

/** Remembers what was told. Call it once their buckets are locked. */
export async function keepSets(tx: Transaction, sets: readonly DigestSet[]): Promise<void> {
  if (sets.length === 0) return;
  const digests = sets.map((one) => one.identityDigests);
  await tx.query(INSERT_SETS, [
    sets.map((one) => one.subjectKey),
    sets.map((one) => one.digestKey),
    digests.map((one) => one.secretVersion),
    digests.map((one) => one.birthDate),
    digests.map((one) => one.surnamePrefix),
    digests.map((one) => one.initial),
    digests.map((one) => one.postcode),
    digests.map((one) => one.surname),
    digests.map((one) => one.forename),
  ]);
}
