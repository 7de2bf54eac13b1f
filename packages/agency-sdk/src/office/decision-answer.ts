import type { Statement, Transaction } from '@told/service';
import { type Result, rejected } from '../results.ts';
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
  /** The release that is linked or dismissed; null for the other decisions. */
  readonly releaseId: string | null;
}

const COLUMNS = `revision, kind, reason, sentence, effective_on AS "effectiveOn", before_ranges AS before, after_ranges AS after,
  weeks_affected AS "weeksAffected", difference`;

const READ_DECIDED: Statement = {
  name: 'office_read_decided',
  text: `SELECT ${COLUMNS} FROM award_history WHERE case_reference = $1 AND decision_id = $2`,
};

// A linked release enters its case as it would have come, unless the case knows the change already.
const READ_LINKED: Statement = {
  name: 'office_read_linked',
  text: `SELECT ${COLUMNS} FROM award_history WHERE case_reference = $1 AND change_id = $2 AND decision_id IS NULL
    AND EXISTS (SELECT FROM case_fact AS f WHERE f.case_reference = $1 AND f.change_id = $2 AND f.release_id = $3)`,
};

// A release that matched no case is decided once: its second answer is that decision's.
const READ_ANSWER: Statement = {
  name: 'office_read_link_answer',
  text: `SELECT kind, reason FROM outcome WHERE release_id = $1 AND outcome_no = 2`,
};

/** The answer to a decision that has been taken. */
export async function readDecisionAnswer(
  tx: Transaction,
  decided: DecisionNames,
): Promise<DecisionAnswer> {
  const { submissionKey, caseReference, decisionId, body, releaseId } = decided;
  const { changeId, decision, toCaseReference } = body;
  const place = toCaseReference ?? caseReference;
  const names = { submissionKey, caseReference: place, changeId, decision };
  const { rows } =
    releaseId === null
      ? await tx.query<HistoryEntry>(READ_DECIDED, [place, decisionId])
      : await tx.query<HistoryEntry>(READ_LINKED, [place, changeId, releaseId]);
  const [entry] = rows;
  const answer = releaseId === null ? entry : await readAnswer(tx, releaseId);
  const { kind, reason } = (answer ?? rejected(codeOf(decision))) as Result;
  if (entry === undefined) {
    return { ...names, revision: null, kind, reason, award: null, sentence: UNTOUCHED };
  }
  const { revision, kind: _, reason: _reason, sentence, ...award } = entry;
  return { ...names, revision, kind, reason, award, sentence };
}

async function readAnswer(
  tx: Transaction,
  releaseId: string,
): Promise<Pick<Result, 'kind' | 'reason'> | undefined> {
  const { rows } = await tx.query<Pick<Result, 'kind' | 'reason'>>(READ_ANSWER, [releaseId]);
  return rows[0];
}

const UNTOUCHED = 'No case was changed.';
