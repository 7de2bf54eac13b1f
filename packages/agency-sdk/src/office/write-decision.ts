import type { ChangeType } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import type { Moment } from '../received-releases.ts';
import type { AlteredFact } from './alter-fact.ts';
import type { CaseFact, Origin } from './case-file.ts';
import type { FactDecision } from './decision.ts';
import { joinJsonOf } from './json-column.ts';
import { writeAwards, writeRanges } from './write-steps.ts';

const UPDATE_FACTS: Statement = {
  name: 'office_update_facts',
  text: `UPDATE case_fact AS f SET state = n.state, reason = n.reason, addition = n.addition, notice_extended = n.notice_extended,
      decision = n.decision, question = n.question, task = n.task
    FROM unnest($2::uuid[], $3::text[], $4::text[], string_to_array($5, E'\\x1f', '')::jsonb[], $6::boolean[], $7::text[],
        $8::text[], $9::text[]) AS n (change_id, state, reason, addition, notice_extended, decision, question, task)
    WHERE f.case_reference = $1 AND f.change_id = n.change_id`,
};

const MOVE_CLAIM: Statement = {
  name: 'office_move_claim',
  text: 'UPDATE claim SET revision = $2 WHERE case_reference = $1',
};

const INSERT_HISTORY: Statement = {
  name: 'office_insert_decision',
  text: `INSERT INTO award_history (case_reference, revision, origin, change_id, fact, change_type, kind, reason, sentence, effective_on,
      before_ranges, after_ranges, weeks_affected, difference, business_date, recorded_at, decision_id, decision, decision_reason, decided_by)
    VALUES ($1, $2, $20, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
};

/** A decision as the case's history shows it. */
export interface DecisionEntry {
  readonly decisionId: string;
  readonly decision: FactDecision;
  readonly reason: string;
  readonly decidedBy: string;
  readonly moment: Moment;
}

/** Writes what a decision did: facts, revision, award and history. */
export const writeDecision = (
  tx: Transaction,
  decided: AlteredFact,
  { decisionId, decision, reason, decidedBy, moment }: DecisionEntry,
): Promise<void> =>
  writeAlteration(tx, decided, {
    ...{ origin: 'officer', changeType: decided.step.fact.changeType, moment },
    decision: [decisionId, decision, reason, decidedBy],
  });

/** How an alteration stands in the case's history. */
export interface AlterationEntry {
  readonly origin: Origin;
  readonly changeType: ChangeType;
  readonly moment: Moment;
  /** An officer's: id, decision, words and name. */
  readonly decision: readonly [string, string, string, string] | null;
}

/** Writes what was done to a fact: what of facts may change, revision, award and history. */
export async function writeAlteration(
  tx: Transaction,
  { result, step }: AlteredFact,
  { origin, changeType, moment, decision }: AlterationEntry,
): Promise<void> {
  const { claim } = step.file;
  const { fact, changed, comparison } = step;
  if (changed.length > 0) await updateFacts(tx, claim.caseReference, changed);
  await tx.query(MOVE_CLAIM, [claim.caseReference, claim.revision]);
  await writeAwards(tx, [step.file]);
  await tx.query(INSERT_HISTORY, [
    ...[claim.caseReference, claim.revision, fact.changeId, fact.fact, changeType],
    ...[result.kind, result.reason, comparison.sentence, comparison.firstDifferenceOn],
    comparison.changed ? writeRanges(step.before) : null,
    comparison.changed ? writeRanges(step.after) : null,
    ...[comparison.weeksAffected, JSON.stringify(comparison.byFinancialYear)],
    ...[moment.businessDate, new Date(moment.nowMs)],
    ...(decision ?? [null, null, null, null]),
    origin,
  ]);
}

async function updateFacts(
  tx: Transaction,
  caseReference: string,
  facts: readonly CaseFact[],
): Promise<void> {
  await tx.query(UPDATE_FACTS, [
    caseReference,
    facts.map(({ changeId }) => changeId),
    facts.map(({ state }) => state),
    facts.map(({ reason }) => reason),
    joinJsonOf(facts.map(({ addition }) => addition)),
    facts.map(({ noticeExtended }) => noticeExtended),
    facts.map(({ decision }) => decision),
    facts.map(({ question }) => question),
    facts.map(({ task }) => task),
  ]);
}
