import type { Statement } from '@told/service';

/** Locks persons in key order. A row that another transaction has just made, or takes away, is not among them. */
export const LOCK_SUBJECTS: Statement = {
  name: 'intake_lock_subjects',
  reads: true,
  text: `SELECT subject_key, last_sequence FROM subject WHERE subject_key = ANY ($1::text[])
    ORDER BY subject_key FOR NO KEY UPDATE`,
};

/** Makes persons in key order, and locks those that were made meanwhile. */
export const MAKE_SUBJECTS: Statement = {
  name: 'intake_make_subjects',
  text: `INSERT INTO subject (subject_key)
    SELECT key FROM unnest($1::text[]) AS key ORDER BY key
    ON CONFLICT (subject_key) DO UPDATE SET last_sequence = subject.last_sequence
    RETURNING subject_key, last_sequence`,
};

export const RAISE_SEQUENCES: Statement = {
  name: 'intake_raise_sequences',
  text: `UPDATE subject SET last_sequence = raised.last_sequence
    FROM unnest($1::text[], $2::bigint[]) AS raised (subject_key, last_sequence)
    WHERE subject.subject_key = raised.subject_key`,
};

/** Takes back what MAKE_SUBJECTS made for persons of whom nothing was accepted. */
export const FORGET_SUBJECTS: Statement = {
  name: 'intake_forget_subjects',
  text: 'DELETE FROM subject WHERE subject_key = ANY ($1::text[]) AND last_sequence = 0',
};

/** Changes accepted before, by id, and whether one has been annulled. */
export const FIND_ACCEPTED: Statement = {
  name: 'intake_find_accepted',
  reads: true,
  text: `SELECT change_id, agency, content_mac, subject_key, fact, change_type,
      EXISTS (SELECT FROM accepted_change later
        WHERE later.previous_change_id = accepted_change.change_id AND later.change_type = 'annulled') AS is_annulled
    FROM accepted_change WHERE change_id = ANY ($1::uuid[])`,
};

export const INSERT_ACCEPTED: Statement = {
  name: 'intake_insert_accepted',
  text: `INSERT INTO accepted_change (change_id, agency, content_mac, subject_key, change_sequence, fact, change_type,
      previous_change_id, occurred_on, notified_on, received_on, accepted_at, value)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[], $5::bigint[], $6::text[], $7::text[],
      $8::uuid[], $9::date[], $10::date[], $11::date[], $12::timestamptz[], $13::bytea[])`,
};

export interface AcceptedRow {
  readonly change_id: string;
  readonly agency: string;
  readonly content_mac: Buffer;
  readonly subject_key: string;
  readonly fact: string;
  readonly change_type: string;
  readonly is_annulled: boolean;
}
