import type { ClaimantChange, Decision } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { insertReleaseConsents, moveHolds } from './follow-restored.ts';

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
  /** The key that its change ends its own for. */
  readonly mergedInto?: string | null;
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
