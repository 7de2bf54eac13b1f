import type { Decision } from '@told/codec';
import type { Statement, Transaction } from '@told/service';

/** A decision put back. */
interface Restored {
  readonly decision: Decision;
}
type Recipient = Decision['recipients'][number];

const HOLD: Statement = {
  name: 'gateway_restore_hold',
  text: `INSERT INTO held_change (agency, case_reference, interest_id, change_id)
         SELECT agency, case_reference, interest_id, change_id
         FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[]) WITH ORDINALITY
              AS h (agency, case_reference, interest_id, change_id, place)
         WHERE EXISTS (SELECT FROM kept_change k WHERE k.change_id = h.change_id)
         ORDER BY place
         ON CONFLICT DO NOTHING`,
};

const LET_GO: Statement = {
  name: 'gateway_restore_let_go',
  text: `DELETE FROM held_change WHERE (interest_id, change_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
};

const MOVE_CASES: Statement = {
  name: 'gateway_restore_move_cases',
  text: `UPDATE release_case c
         SET held_since_micros = CASE WHEN EXISTS (
             SELECT FROM held_change h WHERE h.agency = c.agency AND h.case_reference = c.case_reference
           ) THEN coalesce(c.held_since_micros, k.decided_at_micros) END
         FROM (SELECT agency, case_reference, min(decided_at_micros) AS decided_at_micros
               FROM unnest($1::text[], $2::text[], $3::bigint[]) AS k (agency, case_reference, decided_at_micros)
               GROUP BY agency, case_reference) AS k
         WHERE c.agency = k.agency AND c.case_reference = k.case_reference`,
};

/** A hold begins, or a later run has ended it; a case is held while anything of it is. */
export async function moveHolds(tx: Transaction, rows: readonly Restored[]): Promise<void> {
  // In the order of the runs, since a later one speaks last.
  const inOrder = rows.toSorted((a, b) => a.decision.run - b.decision.run);
  const last = new Map<string, { decision: Decision; one: Recipient }>();
  for (const { decision } of inOrder) {
    for (const one of decision.recipients) {
      if (one.interestId !== null)
        last.set(`${one.interestId}/${decision.changeId}`, { decision, one });
    }
  }
  const answers = [...last.values()];
  const held = answers.filter(({ one }) => one.verdict === 'hold');
  const free = answers.filter(({ one }) => one.verdict !== 'hold');
  await tx.query(HOLD, [
    held.map(({ one }) => one.agency),
    held.map(({ one }) => one.caseReference),
    held.map(({ one }) => one.interestId),
    held.map(({ decision }) => decision.changeId),
  ]);
  await tx.query(LET_GO, [
    free.map(({ one }) => one.interestId),
    free.map(({ decision }) => decision.changeId),
  ]);
  await tx.query(MOVE_CASES, [
    answers.map(({ one }) => one.agency),
    answers.map(({ one }) => one.caseReference),
    answers.map(({ decision }) => decision.decidedAt),
  ]);
}

const READ_CONSENT_PURPOSES: Statement = {
  name: 'gateway_restore_read_consent_purposes',
  text: `SELECT hash, purpose FROM agreement WHERE basis_type = 'consent' AND purpose IS NOT NULL`,
};

const INSERT_RELEASE_CONSENTS: Statement = {
  name: 'gateway_restore_release_consents',
  text: `INSERT INTO release_consent (consent_id, release_id, fields)
         SELECT c.consent_id, r.release_id, r.fields::json
         FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::text[]) AS r (subject_key, recipient, purpose, release_id, fields)
              JOIN consent c ON c.subject_key = r.subject_key AND c.recipient = r.recipient AND c.purpose = r.purpose
         ON CONFLICT DO NOTHING`,
};

/** A field names one agreement, and one by consent only when no other allows it. */
export async function insertReleaseConsents(
  tx: Transaction,
  rows: readonly Restored[],
): Promise<void> {
  const purposes = await tx.query<{ hash: string; purpose: string }>(READ_CONSENT_PURPOSES);
  const consentPurposes = new Map(purposes.rows.map(({ hash, purpose }) => [hash, purpose]));
  const resting = rows.flatMap(({ decision }) =>
    decision.recipients.flatMap(({ agency, releaseId, fields }) => {
      if (releaseId === null) return [];
      const byPurpose = Map.groupBy(fields, ({ hash }) => consentPurposes.get(hash));
      return [...byPurpose].flatMap(([purpose, some]) =>
        purpose === undefined
          ? []
          : [{ decision, agency, releaseId, purpose, fields: some.map(({ field }) => field) }],
      );
    }),
  );
  if (resting.length === 0) return;
  await tx.query(INSERT_RELEASE_CONSENTS, [
    resting.map(({ decision }) => decision.subjectKey),
    resting.map(({ agency }) => agency),
    resting.map(({ purpose }) => purpose),
    resting.map(({ releaseId }) => releaseId),
    resting.map(({ fields }) => JSON.stringify(fields)),
  ]);
}
