import type { Statement, Transaction } from '@told/service';

/** A later number's key → the key of the person it stands for. */
export type Aliases = Map<string, string>;

/** One that an accepted change of identity makes. */
export interface NewAlias {
  readonly aliasKey: string;
  readonly subjectKey: string;
  readonly changeId: string;
}

/**
 * A row counts while its change stands and the number has neither history nor case of its own: both may begin while the change does not
 * stand, and outlast its coming back. Of two persons, the one who was told to have it last. OFFSET 0 keeps each condition a look by key:
 * as a join, a plan made while the tables were small would read all of accepted_change.
 */
export const FIND_ALIASES: Statement = {
  name: 'intake_find_aliases',
  text: `SELECT found.* FROM (SELECT DISTINCT key FROM unnest($1::text[]) AS key) AS k, LATERAL (
      SELECT a.alias_key AS "aliasKey", a.subject_key AS "subjectKey" FROM subject_alias a
      WHERE a.alias_key = k.key
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
      LIMIT 1
    ) AS found`,
};

export const FIND_LINKED: Statement = {
  name: 'intake_find_linked',
  text: 'SELECT DISTINCT subject_key AS key FROM known_case WHERE subject_key = ANY ($1::text[])',
};

const INSERT_ALIASES: Statement = {
  name: 'intake_insert_aliases',
  text: `INSERT INTO subject_alias (alias_key, subject_key, change_id)
    SELECT alias_key, subject_key, change_id FROM unnest($1::text[], $2::text[], $3::uuid[]) AS told (alias_key, subject_key, change_id)`,
};

/** Which of these keys stand for a person known by an earlier one. */
export async function findAliases(
  tx: Pick<Transaction, 'query'>,
  keys: readonly string[],
): Promise<Aliases> {
  if (keys.length === 0) return new Map();
  const { rows } = await tx.query<{ aliasKey: string; subjectKey: string }>(FIND_ALIASES, [keys]);
  return new Map(rows.map(({ aliasKey, subjectKey }) => [aliasKey, subjectKey]));
}

/** The keys under which an agency holds a case already: such a key stands for itself. */
export async function findLinked(
  tx: Pick<Transaction, 'query'>,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await tx.query<{ key: string }>(FIND_LINKED, [keys]);
  return new Set(rows.map(({ key }) => key));
}

export async function storeAliases(tx: Transaction, aliases: readonly NewAlias[]): Promise<void> {
  if (aliases.length === 0) return;
  await tx.query(INSERT_ALIASES, [
    aliases.map(({ aliasKey }) => aliasKey),
    aliases.map(({ subjectKey }) => subjectKey),
    aliases.map(({ changeId }) => changeId),
  ]);
}
