import type { Codec, Outcome } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import { deadLetter, failpoint, type Statement, type Transaction } from '@told/service';

// OFFSET 0 keeps it a look by id: with the agency among the conditions, a plan made while the table was small would go through all that the
// agency ever got, for each batch.
export const READ_RELEASES: Statement = {
  name: 'gateway_read_releases_answered',
  text: `SELECT found.* FROM unnest($2::uuid[]) AS k (release_id), LATERAL (
           SELECT release_id AS "releaseId", case_reference AS "caseReference", release_sequence AS "releaseSequence", agency
           FROM release r WHERE r.release_id = k.release_id OFFSET 0
         ) AS found
         WHERE found.agency = $1`,
};

// Who answers again with the same number said it before; told again it changes nothing.
const INSERT: Statement = {
  name: 'gateway_insert_outcomes',
  text: `INSERT INTO outcome (release_id, outcome_no, kind, reason, effective_on, business_date, decided_at_micros)
         SELECT release_id, outcome_no, kind, reason, effective_on, business_date, decided_at_micros
         FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::date[], $6::date[], $7::bigint[])
              AS o (release_id, outcome_no, kind, reason, effective_on, business_date, decided_at_micros)
         ON CONFLICT (release_id, outcome_no) DO NOTHING`,
};

type Answered = Pick<Outcome, 'releaseId' | 'caseReference' | 'releaseSequence'>;

/**
 * Keeps one batch of an agency's outcomes for the why chain. `agency` is the topic's. An outcome that cannot be read, or answers a
 * release that this agency never got, becomes a dead letter. Returns how many outcomes were read.
 */
export async function keepOutcomes(
  tx: Transaction,
  { codec, agency }: { readonly codec: Codec; readonly agency: string },
  records: readonly StoredRecord[],
): Promise<number> {
  const decoded = await codec.decode(
    'Outcome',
    records.map(({ value }) => value),
    { foreign: true },
  );
  const ids = decoded.flatMap((one) => (one.ok ? [one.value.releaseId] : []));
  const { rows } = await tx.query<Answered>(READ_RELEASES, [agency, ids]);
  failpoint('outcomes-read');
  const releases = new Map(rows.map((row) => [row.releaseId, row]));
  const outcomes: Outcome[] = [];
  for (const [index, record] of records.entries()) {
    const one = decoded[index];
    const cause = one?.ok === true ? findFault(one.value, record, releases) : one?.error.code;
    if (one?.ok === true && cause === undefined) outcomes.push(one.value);
    else await deadLetter(tx, { record, cause: cause ?? 'undecodable' });
  }
  await insertOutcomes(tx, outcomes);
  failpoint('outcomes-kept');
  return outcomes.length;
}

function findFault(
  outcome: Outcome,
  record: StoredRecord,
  releases: ReadonlyMap<string, Answered>,
): string | undefined {
  const release = releases.get(outcome.releaseId);
  if (release === undefined) return 'release-unknown';
  const isSame =
    release.caseReference === outcome.caseReference &&
    release.releaseSequence === outcome.releaseSequence &&
    record.key.toString() === outcome.caseReference;
  return isSame ? undefined : 'key-mismatch';
}

async function insertOutcomes(tx: Transaction, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await tx.query(INSERT, [
    outcomes.map((one) => one.releaseId),
    outcomes.map((one) => one.outcomeNo),
    outcomes.map((one) => one.kind),
    outcomes.map((one) => one.reason),
    outcomes.map((one) => one.effectiveOn),
    outcomes.map((one) => one.businessDate),
    outcomes.map((one) => one.decidedAt),
  ]);
}
