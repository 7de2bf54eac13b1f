import { checkChange, type IsoDate, type Person } from '@told/codec';
import { type Problem, problemOfFields, type Statement, type Transaction } from '@told/service';
import type { ChangeCommand } from './told-fact.ts';

const READ_PERSONS: Statement = {
  name: 'office_read_persons',
  text: `SELECT found.* FROM unnest($1::text[]) AS k (case_reference), LATERAL (
      SELECT claim.case_reference AS "caseReference", claim.person FROM claim
      WHERE claim.case_reference = k.case_reference OFFSET 0
    ) AS found`,
};

/**
 * What each command says against the person of its case, as intake would say of it later; null where nothing is wrong or no such
 * case exists. An officer learns it at once, and the office's own record holds nothing that the bus refuses.
 */
export async function checkCommands(
  tx: Pick<Transaction, 'query'>,
  commands: readonly ChangeCommand[],
  businessDate: IsoDate,
): Promise<readonly (Problem | null)[]> {
  if (commands.length === 0) return [];
  const { rows } = await tx.query<{ caseReference: string; person: Person }>(READ_PERSONS, [
    [...new Set(commands.map(({ caseReference }) => caseReference))],
  ]);
  const persons = new Map(rows.map(({ caseReference, person }) => [caseReference, person]));
  return commands.map(({ caseReference, change }) => {
    const person = persons.get(caseReference);
    const errors = person === undefined ? [] : checkChange({ ...change, person }, businessDate);
    return errors.length === 0 ? null : problemOfFields(errors);
  });
}
