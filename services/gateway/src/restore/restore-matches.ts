import type { Interest } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { findNewSets, keepSets, lockBuckets, toSet } from '../matches/digest-sets.ts';
import { findPersons } from '../matches/find-persons.ts';
import { openReviews } from '../matches/review-queries.ts';

/**
 * Remembers again what cases registered by number say of their persons: a case without a number would otherwise miss whoever has not been told
 * of since. Locks buckets of digests; call it before any subject is locked.
 */
export async function restoreSets(tx: Transaction, interests: readonly Interest[]): Promise<void> {
  const byNumber = interests.filter(
    ({ state, matched }) => state === 'final' && (matched ?? 'nino') === 'nino',
  );
  const added = await findNewSets(tx, byNumber.map(toSet));
  await lockBuckets(
    tx,
    added.map((one) => one.identityDigests),
  );
  await keepSets(tx, added);
}

const FIND_UNASKED: Statement = {
  name: 'gateway_restore_find_unasked_links',
  text: `SELECT interest_id AS "interestId" FROM interest i
         WHERE interest_id = ANY ($1::uuid[]) AND state = 'provisional'
               AND NOT EXISTS (SELECT FROM match_review r WHERE r.interest_id = i.interest_id AND r.subject_key = i.subject_key)`,
};

/**
 * Asks again whether provisional links are right: reviews are not on the log, and without one nobody could confirm what waits. What was told
 * of the person may come only later; then the review shows the particulars of the case itself, by which the link was made. Call it once
 * the interests are restored.
 */
export async function restoreReviews(
  tx: Transaction,
  interests: readonly Interest[],
): Promise<void> {
  const newest = new Map(
    interests.flatMap((one) => (one.state === 'provisional' ? [[one.interestId, one]] : [])),
  );
  if (newest.size === 0) return;
  const { rows } = await tx.query<{ interestId: string }>(FIND_UNASKED, [[...newest.keys()]]);
  const unasked = rows.flatMap(({ interestId }) => newest.get(interestId) ?? []);
  const found = await findPersons(
    tx,
    unasked.map(({ interestId, identityDigests }) => ({
      ...{ interestId, identityDigests, ownKey: '' },
    })),
  );
  for (const { interestId, agency, subjectKey, identityDigests, changedAt } of unasked) {
    const person = found.get(interestId)?.find((one) => one.subjectKey === subjectKey);
    const told = person?.identityDigests ?? identityDigests;
    const wanted = { interestId, agency, subjectKey, told, held: identityDigests };
    await openReviews(tx, [{ ...wanted, cause: 'candidate' }], changedAt);
  }
}
