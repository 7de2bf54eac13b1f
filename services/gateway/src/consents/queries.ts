import type { Consent } from '@told/codec';
import type { Statement, Transaction } from '@told/service';

type Queryable = Pick<Transaction, 'query'>;

const COLUMNS = `c.consent_id AS "consentId", c.version, c.subject_key AS "subjectKey", c.recipient, c.purpose, c.action,
  c.recorded_by AS "recordedBy", c.on_day AS "on", c.until_on AS until, c.subject_version AS "subjectVersion",
  c.recorded_at_micros AS "recordedAt"`;

const READ_SUBJECT: Statement = {
  name: 'gateway_read_subject_for_consent',
  text: 'SELECT version FROM subject WHERE subject_key = $1',
};

// By whom and what it concerns, not by id: after a merge a consent keeps the id that it had under the other key.
const FIND: Statement = {
  name: 'gateway_find_consent',
  text: `SELECT ${COLUMNS} FROM consent c WHERE c.subject_key = $1 AND c.recipient = $2 AND c.purpose = $3`,
};

const READ_OF_SUBJECT: Statement = {
  name: 'gateway_read_consents_of_subject',
  text: `SELECT ${COLUMNS} FROM consent c WHERE c.subject_key = $1 ORDER BY c.recipient, c.purpose`,
};

// Merged again, nothing that happened since is undone.
const READ_TO_MOVE: Statement = {
  name: 'gateway_read_consents_to_move',
  text: `SELECT ${COLUMNS} FROM consent c
         WHERE c.subject_key = $1
               AND NOT EXISTS (
                 SELECT FROM consent s JOIN consent_history h USING (consent_id)
                 WHERE s.subject_key = $2 AND s.recipient = c.recipient AND s.purpose = c.purpose
                       AND h.recorded_at_micros = c.recorded_at_micros AND h.action = c.action AND h.on_day = c.on_day
                       AND h.until_on IS NOT DISTINCT FROM c.until_on
               )
         ORDER BY c.recipient, c.purpose`,
};

const KEEP: Statement = {
  name: 'gateway_keep_consent',
  text: `WITH history AS (
           INSERT INTO consent_history (consent_id, version, action, recorded_by, on_day, until_on, subject_version, recorded_at_micros)
           VALUES ($1, $2, $6, $7, $8, $9, $10, $11)
         )
         INSERT INTO consent (consent_id, version, subject_key, recipient, purpose, action, recorded_by, on_day, until_on, subject_version,
           recorded_at_micros)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (consent_id) DO UPDATE SET version = excluded.version, action = excluded.action, recorded_by = excluded.recorded_by,
           on_day = excluded.on_day, until_on = excluded.until_on, subject_version = excluded.subject_version,
           recorded_at_micros = excluded.recorded_at_micros`,
};

// A field stays while another consent that it rests on stands, and is taken back once.
const READ_RESTING: Statement = {
  name: 'gateway_read_releases_on_consent',
  text: `SELECT r.release_id AS "releaseId", r.agency, r.case_reference AS "caseReference", json_agg(f.field ORDER BY f.place) AS fields
         FROM consent c
              JOIN release_consent rc USING (consent_id)
              JOIN release r USING (release_id)
              CROSS JOIN json_array_elements_text(rc.fields) WITH ORDINALITY AS f (field, place)
         WHERE c.consent_id = $1
               AND NOT EXISTS (
                 SELECT FROM release_consent o JOIN consent s USING (consent_id)
                 WHERE o.release_id = r.release_id AND s.subject_key = c.subject_key AND s.consent_id <> c.consent_id
                       AND s.action = 'given' AND f.field IN (SELECT json_array_elements_text(o.fields))
               )
               AND NOT EXISTS (
                 SELECT FROM taking_back t
                 WHERE t.release_id = r.release_id AND f.field IN (SELECT json_array_elements_text(t.fields))
               )
         GROUP BY r.release_id`,
};

// What an agency may see of a consent of which it is not the recipient: its own versions, numbered as if there were no others, so that
// they tell nothing of what stood before. `c` is the consent.
const SEEN = `(
           SELECT h.*, CASE WHEN $2::text IS NULL OR c.recipient = $2 THEN h.version
                            ELSE row_number() OVER (ORDER BY h.version)::integer END AS seen_version
           FROM consent_history h
           WHERE h.consent_id = c.consent_id AND ($2::text IS NULL OR c.recipient = $2 OR h.recorded_by = $2)
         )`;

const SEEN_COLUMNS = `c.consent_id AS "consentId", c.recipient, c.purpose, h.seen_version AS version, h.action, h.recorded_by AS "recordedBy",
  h.on_day AS "on", h.until_on AS until, h.recorded_at_micros AS "recordedAt"`;

const LIST: Statement = {
  name: 'gateway_list_consents',
  text: `SELECT ${SEEN_COLUMNS}
         FROM consent c CROSS JOIN LATERAL (SELECT * FROM ${SEEN} AS s ORDER BY s.version DESC LIMIT 1) AS h
         WHERE c.subject_key = $1
         ORDER BY c.recipient, c.purpose LIMIT $3`,
};

const READ_HISTORY: Statement = {
  name: 'gateway_read_consent_history',
  text: `SELECT ${SEEN_COLUMNS}
         FROM consent c CROSS JOIN LATERAL ${SEEN} AS h
         WHERE c.consent_id = $1
         ORDER BY h.version DESC LIMIT $3`,
};

/** The version of a subject whose row is locked. */
export async function readSubject(
  tx: Transaction,
  subjectKey: string,
): Promise<{ readonly version: number }> {
  const { rows } = await tx.query<{ version: number }>(READ_SUBJECT, [subjectKey]);
  const [subject] = rows;
  if (subject === undefined) throw new TypeError('a subject is locked before it is read');
  return subject;
}

export async function findConsent(
  tx: Transaction,
  { subjectKey, recipient, purpose }: Pick<Consent, 'subjectKey' | 'recipient' | 'purpose'>,
): Promise<Consent | undefined> {
  return (await tx.query<Consent>(FIND, [subjectKey, recipient, purpose])).rows[0];
}

/** All consents of a subject, by recipient and purpose. */
export async function readConsentsOf(
  tx: Transaction,
  subjectKey: string,
): Promise<readonly Consent[]> {
  return (await tx.query<Consent>(READ_OF_SUBJECT, [subjectKey])).rows;
}

/** Those of a key that ends which are no version of the surviving one's yet. */
export async function readConsentsToMove(
  tx: Transaction,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<readonly Consent[]> {
  return (await tx.query<Consent>(READ_TO_MOVE, [from, into])).rows;
}

/** Keeps a version as the newest, and in the history. */
export async function writeConsent(tx: Transaction, consent: Consent): Promise<void> {
  await tx.query(KEEP, [
    consent.consentId,
    consent.version,
    consent.subjectKey,
    consent.recipient,
    consent.purpose,
    consent.action,
    consent.recordedBy,
    consent.on,
    consent.until,
    consent.subjectVersion,
    consent.recordedAt,
  ]);
}

/** A release, and its fields that rest on the consent and on no other that stands. */
interface RestingRelease {
  readonly releaseId: string;
  readonly agency: string;
  readonly caseReference: string;
  readonly fields: readonly string[];
}

export async function readResting(
  tx: Transaction,
  consentId: string,
): Promise<readonly RestingRelease[]> {
  return (await tx.query<RestingRelease>(READ_RESTING, [consentId])).rows;
}

export type ConsentVersion = Omit<Consent, 'subjectKey' | 'subjectVersion'>;

/** The newest version of each of the subject's consents, as the agency may see it: its recipient all, who recorded some those; null reads for auditors. */
export async function listConsents(
  on: Queryable,
  asked: { readonly subjectKey: string; readonly agency: string | null; readonly limit: number },
): Promise<readonly ConsentVersion[]> {
  const values = [asked.subjectKey, asked.agency, asked.limit];
  return (await on.query<ConsentVersion>(LIST, values)).rows;
}

/** The versions of a consent, newest first: all for its recipient and for auditors, its own for an agency that recorded some. */
export async function readHistory(
  on: Queryable,
  asked: { readonly consentId: string; readonly agency: string | null; readonly limit: number },
): Promise<readonly ConsentVersion[]> {
  const values = [asked.consentId, asked.agency, asked.limit];
  return (await on.query<ConsentVersion>(READ_HISTORY, values)).rows;
}
