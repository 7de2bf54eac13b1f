import type { ClaimantChange, Decision } from '@told/codec';
import type { Statement, Transaction } from '@told/service';

/** What a decision's row says of its change. */
export interface ChangeOrigin {
  readonly sourceAgency: string;
  readonly sourceCaseReference: string | null;
  readonly fact: string;
  readonly changeType: string;
  readonly previousChangeId: string | null;
  readonly occurredOn: string;
  readonly notifiedOn: string;
  readonly receivedOn: string;
  readonly usedOn: string | null;
  readonly usedFor: string | null;
  readonly acceptedAt: number;
}

export interface RestoredRow {
  readonly decision: Decision;
  readonly origin: ChangeOrigin;
}

export function originOf(change: ClaimantChange): ChangeOrigin {
  const { source, fact, changeType, previousChangeId, occurredOn, notifiedOn } = change;
  const { receivedOn, usedOn, usedFor, acceptedAt } = change;
  return {
    sourceAgency: source.agency,
    sourceCaseReference: source.caseReference,
    ...{ fact, changeType, previousChangeId, occurredOn, notifiedOn, receivedOn, usedOn, usedFor },
    acceptedAt,
  };
}

const READ_ORIGINS: Statement = {
  name: 'gateway_restore_read_origins',
  text: `SELECT change_id AS "changeId", source_agency AS "sourceAgency", source_case_reference AS "sourceCaseReference", fact,
                change_type AS "changeType", previous_change_id AS "previousChangeId", occurred_on AS "occurredOn",
                notified_on AS "notifiedOn", received_on AS "receivedOn", used_on AS "usedOn", used_for AS "usedFor",
                accepted_at_micros AS "acceptedAt"
         FROM decision WHERE change_id = ANY ($1::uuid[]) AND run = 1`,
};

/** Puts back later runs on changes whose first decision is here. */
export async function writeRestored(
  tx: Transaction,
  decisions: readonly Decision[],
): Promise<void> {
  if (decisions.length === 0) return;
  const { rows } = await tx.query<ChangeOrigin & { readonly changeId: string }>(READ_ORIGINS, [
    decisions.map(({ changeId }) => changeId),
  ]);
  const origins = new Map(rows.map((row) => [row.changeId, row]));
  await writeRestoredRows(
    tx,
    decisions.flatMap((decision) => {
      const origin = origins.get(decision.changeId);
      return origin === undefined ? [] : [{ decision, origin }];
    }),
  );
}

/**
 * Writes decisions as they were made, and what follows from them: what they hold, what rests on a consent alone, and where the cases stand.
 * Their changes must be kept already. Publishes nothing.
 */
export async function writeRestoredRows(
  tx: Transaction,
  rows: readonly RestoredRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await insertDecisions(tx, rows);
  await insertRecipients(tx, rows);
  await moveHolds(tx, rows);
  await insertReleaseConsents(tx, rows);
}

const INSERT_DECISIONS: Statement = {
  name: 'gateway_restore_insert_decisions',
  text: `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, business_date, decided_at_micros,
      engine_version, agreement_set, cause, root_change_id, suspension_version, protected_since, source_agency, source_case_reference,
      fact, change_type, previous_change_id, occurred_on, notified_on, received_on, used_on, used_for, accepted_at_micros)
    SELECT * FROM unnest($1::uuid[], $2::integer[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::date[], $8::bigint[],
      $9::text[], $10::text[], $11::text[], $12::uuid[], $13::bigint[], $14::bigint[], $15::text[], $16::text[],
      $17::text[], $18::text[], $19::uuid[], $20::date[], $21::date[], $22::date[], $23::date[], $24::text[], $25::bigint[])
    ON CONFLICT DO NOTHING`,
};

async function insertDecisions(tx: Transaction, rows: readonly RestoredRow[]): Promise<void> {
  const told = <T>(pick: (decision: Decision) => T): T[] =>
    rows.map(({ decision }) => pick(decision));
  const from = <T>(pick: (origin: ChangeOrigin) => T): T[] =>
    rows.map(({ origin }) => pick(origin));
  await tx.query(INSERT_DECISIONS, [
    told((one) => one.changeId),
    told((one) => one.run),
    told((one) => one.decisionId),
    told((one) => one.subjectKey),
    told((one) => one.subjectVersion),
    told((one) => one.changeSequence),
    told((one) => one.businessDate),
    told((one) => one.decidedAt),
    told((one) => one.engineVersion),
    told((one) => one.agreementSet),
    told((one) => one.cause ?? 'told'),
    told((one) => one.rootChangeId ?? one.changeId),
    told((one) => one.suspensionVersion ?? 0),
    told((one) => one.protectedSince),
    from((one) => one.sourceAgency),
    from((one) => one.sourceCaseReference),
    from((one) => one.fact),
    from((one) => one.changeType),
    from((one) => one.previousChangeId),
    from((one) => one.occurredOn),
    from((one) => one.notifiedOn),
    from((one) => one.receivedOn),
    from((one) => one.usedOn),
    from((one) => one.usedFor),
    from((one) => one.acceptedAt),
  ]);
}

const INSERT_RECIPIENTS: Statement = {
  name: 'gateway_restore_insert_recipients',
  text: `INSERT INTO decision_recipient (change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version,
      verdict, reason, matched, given, withheld, release_id, consents)
    SELECT change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict, reason, matched,
      given::json, withheld::json, release_id, consents::json
    FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::integer[], $9::text[],
      $10::text[], $11::text[], $12::text[], $13::text[], $14::uuid[], $15::text[])
      AS r (change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict, reason, matched,
        given, withheld, release_id, consents)
    ON CONFLICT DO NOTHING`,
};

type Recipient = Decision['recipients'][number];

async function insertRecipients(tx: Transaction, rows: readonly RestoredRow[]): Promise<void> {
  const all = rows.flatMap(({ decision }) =>
    decision.recipients.map((one, index) => ({ decision, one, recipientNo: index + 1 })),
  );
  const recipients = all.map(({ one }) => one);
  await tx.query(INSERT_RECIPIENTS, [
    all.map(({ decision }) => decision.changeId),
    all.map(({ decision }) => decision.run),
    all.map(({ recipientNo }) => recipientNo),
    recipients.map((one) => one.agency),
    recipients.map((one) => one.capacity),
    recipients.map((one) => one.caseReference),
    recipients.map((one) => one.interestId),
    recipients.map((one) => one.interestVersion),
    recipients.map((one) => one.verdict),
    recipients.map((one) => one.reason),
    recipients.map((one) => one.matched),
    recipients.map((one) => JSON.stringify(givenOf(one))),
    recipients.map((one) => JSON.stringify(withheldOf(one))),
    recipients.map((one) => one.releaseId),
    recipients.map((one) => JSON.stringify(one.consents ?? [])),
  ]);
}

/** Fields by agreement file. Decisions from before named no agreement without a field. */
function givenOf({ fields, basis, verdict }: Recipient) {
  if (verdict !== 'release' && verdict !== 'trimmed') return [];
  const hashes = new Set([...(basis ?? []), ...fields].map(({ hash }) => hash));
  return [...hashes].map((hash) => ({
    hash,
    fields: fields.filter((one) => one.hash === hash).map((one) => one.field),
  }));
}

function withheldOf({ withheld }: Recipient) {
  const byReason = Map.groupBy(withheld, (one) => one.reason);
  return [...byReason].map(([reason, fields]) => ({
    reason,
    fields: fields.map((one) => one.field),
  }));
}

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
async function moveHolds(tx: Transaction, rows: readonly RestoredRow[]): Promise<void> {
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
async function insertReleaseConsents(tx: Transaction, rows: readonly RestoredRow[]): Promise<void> {
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
