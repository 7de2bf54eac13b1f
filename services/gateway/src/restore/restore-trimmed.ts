import type { Release } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { takingBackIdOf } from '../ids.ts';
import { keepTaken, type Taken } from '../releases/queries.ts';

const ENDED = 'consent-withdrawn';

const READ_GIVEN: Statement = {
  name: 'gateway_restore_read_given_fields',
  text: `SELECT r.release_id AS "releaseId", array_agg(f.field) AS fields
         FROM decision_recipient r
              CROSS JOIN json_array_elements(r.given) AS g
              CROSS JOIN json_array_elements_text(g -> 'fields') AS f (field)
         WHERE r.release_id = ANY ($1::uuid[])
               AND NOT EXISTS (SELECT FROM taking_back t
                               WHERE t.release_id = r.release_id AND f.field IN (SELECT json_array_elements_text(t.fields)))
         GROUP BY r.release_id`,
};

/** Names of what was withheld of a release because a consent had ended. */
export const endedFieldsOf = ({ withheld }: Release): readonly string[] =>
  withheld.flatMap(({ field, reason }) => (reason === ENDED ? [field] : []));

/**
 * Remembers what was taken, before they left, out of releases that decisions here have given: the backup is from before that, and they left
 * without it. It needs not be withdrawn.
 */
export async function restoreTrimmed(tx: Transaction, releases: readonly Release[]): Promise<void> {
  const trimmed = new Map(
    releases
      .filter((one) => one.kind === 'value' && endedFieldsOf(one).length > 0)
      .map((one) => [one.releaseId, one]),
  );
  if (trimmed.size === 0) return;
  type Row = { readonly releaseId: string; readonly fields: readonly string[] };
  const { rows } = await tx.query<Row>(READ_GIVEN, [[...trimmed.keys()]]);
  const taken = rows.flatMap(({ releaseId, fields: given }): Taken[] => {
    const release = trimmed.get(releaseId);
    const ended = release === undefined ? [] : endedFieldsOf(release);
    const fields = given.filter((field) => ended.includes(field));
    if (fields.length === 0) return [];
    const id = takingBackIdOf(releaseId, 'withdrawn', fields);
    return [{ id, releaseId, kind: 'trimmed', fields, reason: ENDED }];
  });
  await keepTaken(tx, taken, Math.max(...[...trimmed.values()].map((one) => one.releasedAt)));
}
