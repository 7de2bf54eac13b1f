import type { Statement, Transaction } from '@told/service';

/** A later number's key → the key of the person it stands for. */
export type Aliases = Map<string, string>;

/** One that an accepted change of identity makes. */
export interface NewAlias {
  readonly aliasKey: string;
  readonly subjectKey: string;
  readonly changeId: string;
}

const FIND_ALIASES: Statement = {
  name: 'intake_find_aliases',
  text: `SELECT DISTINCT found.* FROM unnest($1::text[]) AS k (key), LATERAL (
      SELECT a.alias_key AS "aliasKey", a.subject_key AS "subjectKey" FROM subject_alias a
      WHERE a.alias_key = k.key AND NOT EXISTS (
        SELECT FROM accepted_change later
        WHERE later.previous_change_id = a.change_id AND (later.change_type = 'annulled' OR later.change_type = 'corrected'
          AND NOT EXISTS (SELECT FROM accepted_change annulment
            WHERE annulment.previous_change_id = later.change_id AND annulment.change_type = 'annulled'))
      ) OFFSET 0
    ) AS found`,
};

const FIND_LINKED: Statement = {
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
