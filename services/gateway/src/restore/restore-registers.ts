import type { Consent, Interest, Suspension } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { Statement, Transaction } from '@told/service';

// IS TRUE has them looked up in a table of hashes: joined, each row of the outbox would be held against each of them.
export const DROP_SENT: Statement = {
  name: 'gateway_restore_drop_sent',
  text: `DELETE FROM outbox WHERE topic = $1 AND ((key, value) IN (SELECT * FROM unnest($2::bytea[], $3::bytea[]))) IS TRUE`,
};

/** What the log has need not be sent again, byte for byte. */
export async function dropSentRecords(
  tx: Transaction,
  topic: string,
  records: readonly StoredRecord[],
): Promise<void> {
  await tx.query(DROP_SENT, [
    topic,
    records.map(({ key }) => key),
    records.map(({ value }) => value),
  ]);
}

const ADD_SUSPENSIONS: Statement = {
  name: 'gateway_restore_suspensions',
  text: `INSERT INTO suspension (version, target, id, action, reason, recorded_at_micros)
         SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
         ON CONFLICT (version) DO NOTHING`,
};

const RAISE_FENCE: Statement = {
  name: 'gateway_restore_suspension_fence',
  text: 'UPDATE suspension_fence SET version = $1 WHERE version < $1',
};

/** Raises the fence of suspensions to a version that was in force when something was said. */
export async function raiseSuspensionFence(tx: Transaction, version: number): Promise<void> {
  await tx.query(RAISE_FENCE, [version]);
}

/** Returns how many were missing. */
export async function restoreSuspensions(
  tx: Transaction,
  suspensions: readonly Suspension[],
): Promise<number> {
  await raiseSuspensionFence(tx, Math.max(...suspensions.map(({ version }) => version)));
  const { rowCount } = await tx.query(ADD_SUSPENSIONS, [
    suspensions.map((one) => one.version),
    suspensions.map((one) => one.target),
    suspensions.map((one) => one.id),
    suspensions.map((one) => one.action),
    suspensions.map((one) => one.reason),
    suspensions.map((one) => one.recordedAt),
  ]);
  return rowCount;
}

const ADD_SUBJECTS: Statement = {
  name: 'gateway_restore_subjects',
  text: `INSERT INTO subject (subject_key) SELECT key FROM unnest($1::text[]) AS k (key) ORDER BY key ON CONFLICT DO NOTHING`,
};

const LOCK_SUBJECTS: Statement = {
  name: 'gateway_restore_lock_subjects',
  text: 'SELECT FROM subject WHERE subject_key = ANY ($1::text[]) ORDER BY subject_key FOR UPDATE',
};

const RAISE_SUBJECTS: Statement = {
  name: 'gateway_restore_raise_subjects',
  text: `UPDATE subject s SET version = n.version
         FROM (SELECT key, max(version) AS version FROM unnest($1::text[], $2::bigint[]) AS k (key, version) GROUP BY key) AS n
         WHERE s.subject_key = n.key AND s.version < n.version`,
};

/** Locks the subjects, made if need be, and raises each to a version that something was said with. */
export async function raiseSubjects(
  tx: Transaction,
  said: readonly { readonly subjectKey: string; readonly subjectVersion: number }[],
): Promise<void> {
  const keys = said.map(({ subjectKey }) => subjectKey);
  await tx.query(ADD_SUBJECTS, [[...new Set(keys)]]);
  await tx.query(LOCK_SUBJECTS, [[...new Set(keys)]]);
  await tx.query(RAISE_SUBJECTS, [keys, said.map(({ subjectVersion }) => subjectVersion)]);
}

const ADD_CASES: Statement = {
  name: 'gateway_restore_cases',
  text: `INSERT INTO release_case (agency, case_reference)
         SELECT DISTINCT agency, case_reference FROM unnest($1::text[], $2::text[]) AS c (agency, case_reference)
         ORDER BY agency, case_reference
         ON CONFLICT DO NOTHING`,
};

// A record from before bears no version of its subject: one more than was known is a new fence all the same.
const UPSERT_INTERESTS: Statement = {
  name: 'gateway_restore_interests',
  text: `WITH newer AS (
      INSERT INTO interest (interest_id, version, agency, capacity, case_reference, subject_key, state, matched, secret_version,
        birth_date_digest, surname_prefix_digest, initial_digest, postcode_digest, surname_digest, forename_digest, from_on, until_on,
        changed_at_micros, asks_back_fill)
      SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::integer[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::date[], $17::date[],
        $18::bigint[], $19::boolean[])
      ON CONFLICT (interest_id) DO UPDATE SET version = excluded.version, subject_key = excluded.subject_key, state = excluded.state,
        matched = excluded.matched, secret_version = excluded.secret_version, birth_date_digest = excluded.birth_date_digest,
        surname_prefix_digest = excluded.surname_prefix_digest, initial_digest = excluded.initial_digest,
        postcode_digest = excluded.postcode_digest, surname_digest = excluded.surname_digest,
        forename_digest = excluded.forename_digest, from_on = excluded.from_on, until_on = excluded.until_on,
        changed_at_micros = excluded.changed_at_micros, asks_back_fill = excluded.asks_back_fill
      WHERE interest.version < excluded.version
      RETURNING subject_key
    ), raised AS (
      UPDATE subject SET version = version + 1 WHERE subject_key IN (SELECT subject_key FROM newer)
    )
    SELECT count(*) AS missing FROM newer`,
};

/**
 * The newest version of each, `standing` with the key that it is to have; returns how many interests were missing or older. The versions of
 * those are raised whom they were `said` with.
 */
export async function restoreInterests(
  tx: Transaction,
  standing: readonly Interest[],
  said: readonly Interest[],
): Promise<number> {
  const newest = [...new Map(standing.map((one) => [one.interestId, one])).values()];
  await raiseSubjects(
    tx,
    newest.map(({ subjectKey }) => ({ subjectKey, subjectVersion: 0 })),
  );
  await tx.query(ADD_CASES, [
    newest.map((one) => one.agency),
    newest.map((one) => one.caseReference),
  ]);
  const digests = newest.map((one) => one.identityDigests);
  const { rows } = await tx.query<{ missing: number }>(UPSERT_INTERESTS, [
    newest.map((one) => one.interestId),
    newest.map((one) => one.version),
    newest.map((one) => one.agency),
    newest.map((one) => one.capacity),
    newest.map((one) => one.caseReference),
    newest.map((one) => one.subjectKey),
    newest.map((one) => one.state),
    newest.map((one) => one.matched ?? 'nino'),
    digests.map((one) => one.secretVersion),
    digests.map((one) => one.birthDate),
    digests.map((one) => one.surnamePrefix),
    digests.map((one) => one.initial),
    digests.map((one) => one.postcode),
    digests.map((one) => one.surname),
    digests.map((one) => one.forename),
    newest.map((one) => one.from),
    newest.map((one) => one.until),
    newest.map((one) => one.changedAt),
    newest.map((one) => one.asksBackFill ?? false),
  ]);
  await raiseSubjects(
    tx,
    said.map((one) => ({ ...one, subjectVersion: one.subjectVersion ?? 0 })),
  );
  return rows[0]?.missing ?? 0;
}

const UPSERT_CONSENTS: Statement = {
  name: 'gateway_restore_consents',
  text: `INSERT INTO consent (consent_id, version, subject_key, recipient, purpose, action, recorded_by, on_day, until_on, subject_version,
           recorded_at_micros)
         SELECT DISTINCT ON (consent_id) * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[],
           $7::text[], $8::date[], $9::date[], $10::bigint[], $11::bigint[]) AS c (consent_id, version)
         ORDER BY consent_id, version DESC
         ON CONFLICT (consent_id) DO UPDATE SET version = excluded.version, action = excluded.action,
           recorded_by = excluded.recorded_by, on_day = excluded.on_day, until_on = excluded.until_on,
           subject_version = excluded.subject_version, recorded_at_micros = excluded.recorded_at_micros
         WHERE consent.version < excluded.version`,
};

const ADD_CONSENT_HISTORY: Statement = {
  name: 'gateway_restore_consent_history',
  text: `INSERT INTO consent_history (consent_id, version, action, recorded_by, on_day, until_on, subject_version, recorded_at_micros)
         SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::date[], $6::date[], $7::bigint[], $8::bigint[])
         ON CONFLICT DO NOTHING`,
};

/** Returns how many versions of consents were missing. A withdrawal counts from the version that it was accepted with. */
export async function restoreConsents(
  tx: Transaction,
  consents: readonly Consent[],
): Promise<number> {
  await raiseSubjects(tx, consents);
  const ids = consents.map((one) => one.consentId);
  const versions = consents.map((one) => one.version);
  const actions = consents.map((one) => one.action);
  const recorders = consents.map((one) => one.recordedBy);
  const dates = [consents.map((one) => one.on), consents.map((one) => one.until)];
  const moments = [
    consents.map((one) => one.subjectVersion),
    consents.map((one) => one.recordedAt),
  ];
  await tx.query(UPSERT_CONSENTS, [
    ids,
    versions,
    consents.map((one) => one.subjectKey),
    consents.map((one) => one.recipient),
    consents.map((one) => one.purpose),
    actions,
    recorders,
    ...dates,
    ...moments,
  ]);
  const history = [ids, versions, actions, recorders, ...dates, ...moments];
  return (await tx.query(ADD_CONSENT_HISTORY, history)).rowCount;
}
