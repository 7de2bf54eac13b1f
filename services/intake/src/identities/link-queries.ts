import type { Statement } from '@told/service';

/**
 * An interest outweighs what a change seemed to say, and the first interest stays: the gateway refuses to register a case for
 * another person, so the link must not move either.
 */
export const LINK_CASES: Statement = {
  name: 'intake_link_cases',
  text: `INSERT INTO known_case (agency, case_reference, subject_key, by_interest)
    SELECT DISTINCT ON (agency, case_reference) agency, case_reference, subject_key, true
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (agency, case_reference, subject_key, place)
    ORDER BY agency, case_reference, place
    ON CONFLICT (agency, case_reference) DO UPDATE SET subject_key = EXCLUDED.subject_key, by_interest = true
    WHERE NOT known_case.by_interest`,
};

/** A case whose person had no number, or whose link was found wrong, is another one's; unless that has been said already. */
export const RELINK_CASES: Statement = {
  name: 'intake_relink_cases',
  text: `UPDATE known_case SET subject_key = asked.subject_key, by_interest = true
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS asked (agency, case_reference, subject_key, former_key)
    WHERE known_case.agency = asked.agency AND known_case.case_reference = asked.case_reference
      AND known_case.subject_key = asked.former_key`,
};

/** A case that is new; what another transaction said first stays. */
export const LINK_NEW_CASES: Statement = {
  name: 'intake_link_new_cases',
  text: `INSERT INTO known_case (agency, case_reference, subject_key, by_interest)
    SELECT agency, case_reference, subject_key, true
    FROM unnest($1::text[], $2::text[], $3::text[]) AS made (agency, case_reference, subject_key)
    ORDER BY agency, case_reference
    ON CONFLICT (agency, case_reference) DO NOTHING
    RETURNING subject_key AS "subjectKey"`,
};

export const INSERT_RANDOM_KEYS: Statement = {
  name: 'intake_insert_random_keys',
  text: `INSERT INTO random_key (subject_key, secret_version, birth_date, surname_prefix, initial)
    SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[])`,
};
