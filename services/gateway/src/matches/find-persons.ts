import type { IdentityDigests } from '@told/codec';
import { judgeMatch, type MatchVerdicts } from '@told/identity';
import type { Statement, Transaction } from '@told/service';

/** An interest that looks for its person. */
export interface Seeker {
  readonly interestId: string;
  readonly identityDigests: IdentityDigests;
  /** The key it waits under, where that is nobody else: it is not found by it. */
  readonly ownKey: string | null;
}

/** Somebody of whom something was told that fits. */
export interface Candidate {
  readonly subjectKey: string;
  /** What was told and fits best. */
  readonly identityDigests: IdentityDigests;
  readonly rung: 2 | 3;
  readonly verdicts: MatchVerdicts;
}

/** What an officer can look at; more than these and the particulars say too little. */
const CANDIDATES_MAX = 10;
/** Sets of digests looked at for one interest: of one person several may fit. */
const SETS_MAX = 50;

const DIGESTS = `d.subject_key, d.digest_key, d.secret_version, d.birth_date_digest, d.surname_prefix_digest, d.initial_digest,
  d.postcode_digest, d.surname_digest, d.forename_digest`;

// A refused link is remembered: it is not found again.
const FIND: Statement = {
  name: 'gateway_find_candidates',
  text: `SELECT s.interest_id AS "interestId", c.subject_key AS "subjectKey", c.secret_version AS "secretVersion",
           c.birth_date_digest AS "birthDate", c.surname_prefix_digest AS "surnamePrefix", c.initial_digest AS initial,
           c.postcode_digest AS postcode, c.surname_digest AS surname, c.forename_digest AS forename
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
              AS s (interest_id, own_key, birth_date, surname_prefix, initial, postcode, surname, forename)
         CROSS JOIN LATERAL (
           SELECT * FROM (
             SELECT ${DIGESTS} FROM subject_digest d
             WHERE d.birth_date_digest = s.birth_date
                   AND (d.surname_prefix_digest = s.surname_prefix OR d.postcode_digest = s.postcode)
             UNION
             SELECT ${DIGESTS} FROM subject_digest d
             WHERE d.postcode_digest = s.postcode AND d.surname_prefix_digest = s.surname_prefix AND d.initial_digest = s.initial
           ) AS f
           WHERE f.subject_key IS DISTINCT FROM s.own_key AND NOT EXISTS (
             SELECT FROM match_review r
             WHERE r.interest_id = s.interest_id AND r.subject_key = f.subject_key AND r.state = 'rejected')
           ORDER BY COALESCE(f.birth_date_digest = s.birth_date AND f.postcode_digest = s.postcode
                             AND f.surname_digest = s.surname AND f.forename_digest = s.forename, false) DESC,
                    f.subject_key, f.digest_key
           LIMIT ${SETS_MAX}
         ) AS c`,
};

/** Who each interest may be about, the surest first, ten at most. Call it once the buckets of their digests are locked. */
export async function findPersons(
  tx: Transaction,
  seekers: readonly Seeker[],
): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  if (seekers.length === 0) return new Map();
  const digests = seekers.map((one) => one.identityDigests);
  type Row = { readonly interestId: string; readonly subjectKey: string } & IdentityDigests;
  const { rows } = await tx.query<Row>(FIND, [
    seekers.map((one) => one.interestId),
    seekers.map((one) => one.ownKey),
    digests.map((one) => one.birthDate),
    digests.map((one) => one.surnamePrefix),
    digests.map((one) => one.initial),
    digests.map((one) => one.postcode),
    digests.map((one) => one.surname),
    digests.map((one) => one.forename),
  ]);
  const found = Map.groupBy(rows, (row) => row.interestId);
  return new Map(
    seekers.map(({ interestId, identityDigests }) => [
      interestId,
      rankCandidates(identityDigests, found.get(interestId) ?? []),
    ]),
  );
}

function rankCandidates(
  held: IdentityDigests,
  rows: readonly ({ readonly subjectKey: string } & IdentityDigests)[],
): readonly Candidate[] {
  const best = new Map<string, Candidate>();
  for (const { subjectKey, ...identityDigests } of rows) {
    const { rung, verdicts } = judgeMatch(identityDigests, held);
    if (rung !== 2 && rung !== 3) continue;
    const known = best.get(subjectKey);
    if (known === undefined || rung < known.rung) {
      best.set(subjectKey, { subjectKey, identityDigests, rung, verdicts });
    }
  }
  return [...best.values()].sort((a, b) => a.rung - b.rung).slice(0, CANDIDATES_MAX);
}

/** The one person with the same surname, forename, birth date and postcode; undefined for none and for several. */
export function findOnlyOne(candidates: readonly Candidate[]): Candidate | undefined {
  const [first, second] = candidates.filter((one) => one.rung === 2);
  return second === undefined ? first : undefined;
}
