import type { Release } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { lookUp } from '../decisions/look-up.ts';
import { takingBackIdOf } from '../ids.ts';
import { keepTaken, type Taken } from '../releases/queries.ts';

const ENDED = 'consent-withdrawn';

// By its change: no index has the releases of recipients.
export const READ_GIVEN: Statement = {
  name: 'gateway_restore_read_given_fields',
  text: `SELECT k.release_id AS "releaseId", array_agg(f.field) AS fields
         FROM unnest($1::uuid[], $2::uuid[]) AS k (release_id, change_id)
              CROSS JOIN ${lookUp('SELECT given FROM decision_recipient WHERE change_id = k.change_id AND release_id = k.release_id')} AS r
              CROSS JOIN json_array_elements(r.given) AS g
              CROSS JOIN json_array_elements_text(g -> 'fields') AS f (field)
         WHERE NOT EXISTS (SELECT FROM taking_back t
                               WHERE t.release_id = k.release_id AND f.field IN (SELECT json_array_elements_text(t.fields)))
         GROUP BY k.release_id`,
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
  const { rows } = await tx.query<Row>(READ_GIVEN, [
    [...trimmed.keys()],
    [...trimmed.values()].map((one) => one.changeId),
  ]);
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
