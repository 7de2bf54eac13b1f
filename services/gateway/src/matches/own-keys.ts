import type { Statement, Transaction } from '@told/service';
import type { StoredInterest } from '../interests/interest.ts';
import type { Seeker } from './find-persons.ts';

const FIND_PERSONS_KEYS: Statement = {
  name: 'gateway_find_own_keys_of_persons',
  text: `SELECT s.interest_id AS "interestId"
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS s (interest_id, own_key, agency, case_reference)
         WHERE EXISTS (
             SELECT FROM kept_change k JOIN decision d ON d.change_id = k.change_id AND d.run = 1
             WHERE k.subject_key = s.own_key AND k.is_latest
                   AND (d.source_agency <> s.agency OR d.source_case_reference IS DISTINCT FROM s.case_reference))
           OR EXISTS (
             SELECT FROM interest i
             WHERE i.subject_key = s.own_key AND i.state = 'final'
                   AND (i.agency <> s.agency OR i.case_reference <> s.case_reference))`,
};

type Waiting = Pick<
  StoredInterest,
  'interestId' | 'subjectKey' | 'agency' | 'caseReference' | 'identityDigests'
>;

/**
 * Interests without a number, each with the key that is nobody else's. Where others have told of that key, or have a case on it, it is a
 * person's whom the agency had told by number, or whom it has turned out to be: it may be found like anybody's.
 */
export async function seekersOf(
  tx: Transaction,
  waiting: readonly Waiting[],
): Promise<readonly Seeker[]> {
  if (waiting.length === 0) return [];
  const { rows } = await tx.query<{ interestId: string }>(FIND_PERSONS_KEYS, [
    waiting.map((one) => one.interestId),
    waiting.map((one) => one.subjectKey),
    waiting.map((one) => one.agency),
    waiting.map((one) => one.caseReference),
  ]);
  const ofPersons = new Set(rows.map((row) => row.interestId));
  return waiting.map(({ interestId, identityDigests, subjectKey }) => ({
    ...{ interestId, identityDigests },
    ownKey: ofPersons.has(interestId) ? null : subjectKey,
  }));
}
