import { hash } from 'node:crypto';
import type { Release } from '@told/codec';
import { type Statement, type Transaction, together } from '@told/service';
import type { DecidedChange, DecidedRecipient } from './decide-changes.ts';

const HASH_BYTES = 32;

const INSERT_DECISIONS: Statement = {
  name: 'gateway_insert_decisions',
  text: `INSERT INTO decision (decision_id, change_id, run, subject_key, subject_version, change_sequence, source_agency,
      source_case_reference, fact, change_type, previous_change_id, occurred_on, notified_on, received_on, used_on, used_for,
      accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id, cause,
      suspension_version, protected_since, change_partition, change_offset, record_hash)
    SELECT decision_id, change_id, run, subject_key, subject_version, change_sequence, source_agency, source_case_reference,
      fact, change_type, previous_change_id, occurred_on, notified_on, received_on, used_on, used_for, accepted_at_micros,
      $18, $19, $20, $21, root_change_id, cause, $24, protected_since, change_partition, change_offset,
      substring($28::bytea FROM ${HASH_BYTES} * (place::integer - 1) + 1 FOR ${HASH_BYTES})
    FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
      $9::text[], $10::text[], $11::uuid[], $12::date[], $13::date[], $14::date[], $15::date[], $16::text[], $17::bigint[], $22::uuid[],
      $23::text[], $25::bigint[], $26::integer[], $27::bigint[])
      WITH ORDINALITY AS d (decision_id, change_id, run, subject_key, subject_version, change_sequence, source_agency, source_case_reference,
        fact, change_type, previous_change_id, occurred_on, notified_on, received_on, used_on, used_for, accepted_at_micros,
        root_change_id, cause, protected_since, change_partition, change_offset, place)`,
};

const INSERT_RECIPIENTS: Statement = {
  name: 'gateway_insert_decision_recipients',
  text: `INSERT INTO decision_recipient (change_id, run, recipient_no, agency, capacity, case_reference, interest_id,
      interest_version, verdict, reason, matched, given, withheld, release_id, consents, inputs)
    SELECT change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict, reason,
      matched, given::json, withheld::json, release_id, consents::json, inputs
    FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::integer[], $8::text[],
      $9::text[], $10::text[], $11::text[], $12::text[], $13::uuid[], $14::integer[], $15::text[], $16::smallint[])
      AS r (change_id, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict, reason,
        matched, given, withheld, release_id, run, consents, inputs)`,
};

// One that left before a restore is there already.
const INSERT_RELEASES: Statement = {
  name: 'gateway_insert_releases',
  text: `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind, takes_back)
    SELECT release_id, agency, case_reference, release_sequence, change_id, run, kind, takes_back
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::uuid[], $6::text[], $7::integer[], $8::uuid[])
      AS r (release_id, agency, case_reference, release_sequence, change_id, kind, run, takes_back)
    WHERE release_id <> ALL ($9::uuid[])`,
};

const INSERT_RELEASE_CONSENTS: Statement = {
  name: 'gateway_insert_release_consents',
  text: `INSERT INTO release_consent (consent_id, release_id, fields)
    SELECT consent_id, release_id, fields::json
    FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS c (consent_id, release_id, fields)`,
};

/** SHA-256 of a decision's record as it is said: what deciding it again must come to. */
export const hashRecord = (value: Buffer): Buffer => hash('sha256', value, 'buffer');

/** Keeps what was decided in one batch: three statements, whatever the number, and one more when something rests on consent alone.
 * `left` are releases whose rows are there; `records` what is said of each decision. */
export async function keepDecisions(
  tx: Transaction,
  decided: readonly DecidedChange[],
  left: ReadonlySet<string>,
  records: readonly Buffer[],
): Promise<void> {
  const first = decided[0]?.decision;
  if (first === undefined) return;
  const releases = decided.flatMap(({ decision, recipients }) =>
    recipients.flatMap(({ agency, releases: some, restsOnConsent }) =>
      some.map((release) => ({ agency, release, restsOnConsent, run: decision.run })),
    ),
  );
  await together([
    insertDecisions(tx, decided, first, records),
    insertRecipients(tx, decided),
    insertReleases(tx, releases, left),
    insertReleaseConsents(tx, releases),
  ]);
}

async function insertDecisions(
  tx: Transaction,
  decided: readonly DecidedChange[],
  first: DecidedChange['decision'],
  records: readonly Buffer[],
): Promise<void> {
  const decisions = decided.map((one) => one.decision);
  const changes = decided.map((one) => one.ask.told.change);
  await tx.query(INSERT_DECISIONS, [
    decisions.map((one) => one.decisionId),
    decisions.map((one) => one.changeId),
    decisions.map((one) => one.run),
    decisions.map((one) => one.subjectKey),
    decisions.map((one) => one.subjectVersion),
    decisions.map((one) => one.changeSequence),
    changes.map((one) => one.source.agency),
    changes.map((one) => one.source.caseReference),
    changes.map((one) => one.fact),
    changes.map((one) => one.changeType),
    changes.map((one) => one.previousChangeId),
    changes.map((one) => one.occurredOn),
    changes.map((one) => one.notifiedOn),
    changes.map((one) => one.receivedOn),
    changes.map((one) => one.usedOn),
    changes.map((one) => one.usedFor),
    changes.map((one) => one.acceptedAt),
    first.businessDate,
    first.decidedAt,
    first.engineVersion,
    first.agreementSet,
    decisions.map((one) => one.rootChangeId),
    decisions.map((one) => one.cause),
    first.suspensionVersion,
    decisions.map((one) => one.protectedSince),
    decided.map(({ ask }) => ask.told.position?.partition ?? null),
    decided.map(({ ask }) => ask.told.position?.offset ?? null),
    // One binary parameter cut up there: as an array of bytea the hashes would be written in hexadecimal.
    Buffer.concat(records.map(hashRecord)),
  ]);
}

async function insertRecipients(tx: Transaction, decided: readonly DecidedChange[]): Promise<void> {
  const rows = decided.flatMap(({ decision, recipients }) =>
    recipients.map((recipient, index) => ({ decision, recipientNo: index + 1, recipient })),
  );
  const recipients = rows.map((one) => one.recipient);
  await tx.query(INSERT_RECIPIENTS, [
    rows.map((one) => one.decision.changeId),
    rows.map((one) => one.recipientNo),
    recipients.map((one) => one.agency),
    recipients.map((one) => one.capacity),
    recipients.map((one) => one.caseReference),
    recipients.map((one) => one.interestId),
    recipients.map((one) => one.interestVersion),
    recipients.map((one) => one.verdict),
    recipients.map((one) => one.reason),
    recipients.map((one) => one.matched),
    recipients.map(describeGiven),
    recipients.map(describeWithheld),
    recipients.map((one) => one.releases.at(-1)?.releaseId ?? null),
    rows.map((one) => one.decision.run),
    recipients.map(({ consents }) => (consents.length === 0 ? NOTHING : JSON.stringify(consents))),
    recipients.map((one) => one.inputs),
  ]);
}

interface Released {
  readonly agency: string | null;
  readonly release: Release;
  readonly restsOnConsent: DecidedRecipient['restsOnConsent'];
  readonly run: number;
}

async function insertReleases(
  tx: Transaction,
  rows: readonly Released[],
  left: ReadonlySet<string>,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(INSERT_RELEASES, [
    rows.map(({ release }) => release.releaseId),
    rows.map(({ agency }) => agency),
    rows.map(({ release }) => release.caseReference),
    rows.map(({ release }) => release.releaseSequence),
    rows.map(({ release }) => release.changeId),
    rows.map(({ release }) => release.kind),
    rows.map(({ run }) => run),
    rows.map(({ release }) => release.takesBack),
    [...left],
  ]);
}

/** Remembers which fields a withdrawal takes back. */
async function insertReleaseConsents(
  tx: Transaction,
  released: readonly Released[],
): Promise<void> {
  const rows = released.flatMap(({ release, restsOnConsent }) =>
    restsOnConsent.map((one) => ({ ...one, releaseId: release.releaseId })),
  );
  if (rows.length === 0) return;
  await tx.query(INSERT_RELEASE_CONSENTS, [
    rows.map((one) => one.consentId),
    rows.map((one) => one.releaseId),
    rows.map((one) => JSON.stringify(one.fields)),
  ]);
}

/** Most lists of most recipients are empty. */
const NOTHING = '[]';

/** Fields by the agreement file that gave them, as JSON; an annulment may rest on an agreement and give no field. */
export function describeGiven({
  basis,
  fields,
}: Pick<DecidedRecipient, 'basis' | 'fields'>): string {
  if (basis.length === 0) return NOTHING;
  return JSON.stringify(
    basis.map(({ hash }) => ({
      hash,
      fields: fields.filter((one) => one.hash === hash).map((one) => one.field),
    })),
  );
}

/** Fields by the reason for which they are withheld, as JSON. */
export function describeWithheld({ withheld }: Pick<DecidedRecipient, 'withheld'>): string {
  if (withheld.length === 0) return NOTHING;
  const byReason = Map.groupBy(withheld, (one) => one.reason);
  return JSON.stringify(
    [...byReason].map(([reason, fields]) => ({ reason, fields: fields.map((one) => one.field) })),
  );
}
