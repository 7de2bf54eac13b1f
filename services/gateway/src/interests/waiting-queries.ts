import type { IdentityDigests } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import type { StoredInterest } from './interest.ts';
import { INTEREST_COLUMNS, type InterestRow, readInterestRow } from './interest-rows.ts';

const READ_WAITING: Statement = {
  name: 'gateway_read_waiting_interests',
  text: `SELECT ${INTEREST_COLUMNS} FROM interest WHERE interest_id = ANY ($1::uuid[]) AND state = 'pending'`,
};

// Two arms, so that each is found by its own index.
const FIND_WAITING: Statement = {
  name: 'gateway_find_waiting_interests',
  text: `SELECT i.interest_id AS "interestId"
         FROM unnest($1::text[], $2::text[], $3::text[]) AS s (birth_date, surname_prefix, postcode)
              JOIN interest i ON i.state = 'pending' AND i.birth_date_digest = s.birth_date
                   AND (i.surname_prefix_digest = s.surname_prefix OR i.postcode_digest = s.postcode)
         UNION
         SELECT i.interest_id
         FROM unnest($2::text[], $3::text[], $4::text[]) AS s (surname_prefix, postcode, initial)
              JOIN interest i ON i.state = 'pending' AND i.postcode_digest = s.postcode
                   AND i.surname_prefix_digest = s.surname_prefix AND i.initial_digest = s.initial`,
};

/** Interests that wait for a person, by id; one that no longer waits is not among them. */
export async function readWaiting(
  tx: Transaction,
  interestIds: readonly string[],
): Promise<readonly StoredInterest[]> {
  if (interestIds.length === 0) return [];
  const { rows } = await tx.query<InterestRow>(READ_WAITING, [interestIds]);
  return rows.map(readInterestRow);
}

/** Interests that wait for a person of whom one of these sets of digests may be. Call it once their buckets are locked. */
export async function findWaiting(
  tx: Transaction,
  digests: readonly IdentityDigests[],
): Promise<readonly string[]> {
  if (digests.length === 0) return [];
  const { rows } = await tx.query<{ interestId: string }>(FIND_WAITING, [
    digests.map((one) => one.birthDate),
    digests.map((one) => one.surnamePrefix),
    digests.map((one) => one.postcode),
    digests.map((one) => one.initial),
  ]);
  return rows.map((row) => row.interestId);
}
