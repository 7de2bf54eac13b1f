import type { Statement } from '@told/service';

/**
 * Whom a key stands for, step by step. A key that ended stands for the one that goes on. A later number's stands for its person while the
 * change that told so stands and the number has neither history nor case of its own: both may begin while the change does not stand, and
 * outlast its coming back; of two persons, the one who was told to have it last. Only keys that stood for somebody once are gone into: nearly none
 * did, and one look in each table finds them. OFFSET 0 keeps each condition a look by key: as a join, a plan made while the tables were
 * small would read all of accepted_change.
 */
export const FIND_STANDS_FOR: Statement = {
  name: 'intake_find_stands_for',
  reads: true,
  text: `WITH RECURSIVE stands (key, subject_key, steps) AS (
      (SELECT ended_key, ended_key, 0 FROM subject_merge WHERE ended_key = ANY ($1::text[])
      UNION
      SELECT alias_key, alias_key, 0 FROM subject_alias WHERE alias_key = ANY ($1::text[]))
      UNION ALL
      SELECT stands.key, next.subject_key, stands.steps + 1 FROM stands, LATERAL (
        (SELECT m.into_key AS subject_key FROM subject_merge m WHERE m.ended_key = stands.subject_key OFFSET 0)
        UNION ALL
        (SELECT a.subject_key FROM subject_alias a
        WHERE a.alias_key = stands.subject_key
          AND NOT EXISTS (SELECT FROM subject own WHERE own.subject_key = a.alias_key AND own.last_sequence > 0 OFFSET 0)
          AND NOT EXISTS (SELECT FROM known_case own WHERE own.subject_key = a.alias_key OFFSET 0)
          AND NOT EXISTS (SELECT FROM accepted_change annulment
            WHERE annulment.previous_change_id = a.change_id AND annulment.change_type = 'annulled' OFFSET 0)
          AND NOT EXISTS (SELECT FROM accepted_change correction
            WHERE correction.previous_change_id = a.change_id AND correction.change_type = 'corrected'
              AND NOT EXISTS (SELECT FROM accepted_change annulment
                WHERE annulment.previous_change_id = correction.change_id AND annulment.change_type = 'annulled' OFFSET 0)
            OFFSET 0)
        ORDER BY (SELECT told.accepted_at FROM accepted_change told WHERE told.change_id = a.change_id) DESC, a.change_id
        LIMIT 1)
      ) AS next
      WHERE stands.steps < 20
    )
    SELECT DISTINCT ON (key) key, subject_key AS "subjectKey" FROM stands WHERE steps > 0 ORDER BY key, steps DESC`,
};

export const FIND_LINKED: Statement = {
  name: 'intake_find_linked',
  reads: true,
  text: 'SELECT DISTINCT subject_key AS key FROM known_case WHERE subject_key = ANY ($1::text[])',
};

export const FIND_SUBJECTS: Statement = {
  name: 'intake_find_subjects',
  reads: true,
  text: 'SELECT subject_key AS key, last_sequence AS head FROM subject WHERE subject_key = ANY ($1::text[])',
};

/** When each history began. */
export const FIND_BEGINNINGS: Statement = {
  name: 'intake_find_beginnings',
  reads: true,
  text: `SELECT subject_key AS key, accepted_at AS "acceptedAt" FROM accepted_change
    WHERE subject_key = ANY ($1::text[]) AND change_sequence = 1`,
};
