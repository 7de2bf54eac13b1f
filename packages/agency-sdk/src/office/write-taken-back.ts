import type { Statement, Transaction } from '@told/service';
import type { Moment } from '../received-releases.ts';
import type { AlteredFact } from './alter-fact.ts';
import { joinJsonOf } from './json-column.ts';
import { isTakenBack } from './take-back-fact.ts';
import { writeAlteration } from './write-decision.ts';

const UPDATE_BODY: Statement = {
  name: 'office_reduce_fact',
  text: `UPDATE case_fact SET body = (string_to_array($3, E'\\x1f', '')::jsonb[])[1], duty_discharged = $4
    WHERE case_reference = $1 AND change_id = $2`,
};

/** Writes what taking back did: what is left of the fact, revision, award and history. */
export async function writeTakenBack(
  tx: Transaction,
  taken: AlteredFact,
  moment: Moment,
): Promise<void> {
  const { fact, file } = taken.step;
  await tx.query(UPDATE_BODY, [
    ...[file.claim.caseReference, fact.changeId, joinJsonOf([fact.body]), fact.dutyDischarged],
  ]);
  const changeType = isTakenBack(fact) ? 'annulled' : 'corrected';
  await writeAlteration(tx, taken, { origin: 'bus', changeType, moment, decision: null });
}
