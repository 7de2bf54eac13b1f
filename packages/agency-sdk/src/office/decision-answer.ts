import type { Statement, Transaction } from '@told/service';
import { noChange, type Result, rejected } from '../results.ts';
import type { HistoryEntry } from './case-view.ts';
import { codeOf } from './decide-fact.ts';
import type { DecisionBody } from './decision.ts';

/** What the officer is told; the same for the same key, whenever it is asked. */
export interface DecisionAnswer extends Pick<Result, 'kind' | 'reason'> {
  readonly submissionKey: string;
  readonly caseReference: string;
  readonly changeId: string;
  readonly decision: DecisionBody['decision'];
  /** Null when no case was touched. */
  readonly revision: number | null;
  readonly award: object | null;
  readonly sentence: string;
}

interface DecisionNames {
  readonly submissionKey: string;
  readonly caseReference: string;
  readonly decisionId: string;
  readonly body: DecisionBody;
}

const COLUMNS = `revision, kind, reason, sentence, effective_on AS "effectiveOn", before_ranges AS before, after_ranges AS after,
  weeks_affected AS "weeksAffected", difference`;

const READ_DECIDED: Statement = {
  name: 'office_read_decided',
  text: `SELECT ${COLUMNS} FROM award_history WHERE case_reference = $1 AND decision_id = $2`,
};

// A linked release enters its case as it would have come.
const READ_LINKED: Statement = {
  name: 'office_read_linked',
  text: `SELECT ${COLUMNS} FROM award_history WHERE case_reference = $1 AND change_id = $2 AND decision_id IS NULL`,
};

/** The answer to a decision that has been taken. */
export async function readDecisionAnswer(
  tx: Transaction,
  { submissionKey, caseReference, decisionId, body }: DecisionNames,
): Promise<DecisionAnswer> {
  const { changeId, decision, toCaseReference } = body;
  const isLink = decision === 'link';
  const place = toCaseReference ?? caseReference;
  const { rows } = await tx.query<HistoryEntry>(isLink ? READ_LINKED : READ_DECIDED, [
    place,
    isLink ? changeId : decisionId,
  ]);
  const names = { submissionKey, caseReference: place, changeId, decision };
  const [entry] = rows;
  if (entry === undefined) {
    const { kind, reason } = isLink ? noChange('duplicate') : rejected(codeOf(decision));
    return { ...names, revision: null, kind, reason, award: null, sentence: UNTOUCHED };
  }
  const { revision, kind, reason, sentence, ...award } = entry;
  return { ...names, revision, kind: kind as Result['kind'], reason, award, sentence };
}

const UNTOUCHED = 'No case was changed.';
