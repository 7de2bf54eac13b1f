import { addMonths } from '@told/benefits';
import { type Codec, completeJson } from '@told/codec';
import { changeIdOf } from '@told/identity';
import {
  type FieldError,
  problem,
  problemOfFields,
  type Statement,
  type Transaction,
} from '@told/service';
import { type Answerer, answerAgain } from '../answer-again.ts';
import type { Moment } from '../received-releases.ts';
import { type Submitter, submitChanges } from '../submit-changes.ts';
import { lockCaseFiles } from './case-queries.ts';
import { DECIDE, type DecisionBody, decisionSchema } from './decision.ts';
import { type DecisionAnswer, readDecisionAnswer } from './decision-answer.ts';
import { digestBody, writeJournal } from './journal.ts';
import { lockKeys, lockWords } from './lock-words.ts';
import type { Office } from './office.ts';
import { lockRelease } from './take-back.ts';
import { isTakenBack } from './take-back-fact.ts';
import { findFact, takeDecision } from './take-decision.ts';
import { findUnmatched } from './task-queries.ts';

export interface DecidePorts {
  readonly office: Office;
  readonly codec: Codec;
  readonly submitter: Submitter;
  readonly answerer: Answerer;
  readonly moment: () => Moment;
}

/** An officer's decision as it is asked for. */
export interface AskedDecision {
  readonly caseReference: string;
  readonly submissionKey: string;
  readonly body: unknown;
  /** Client id. */
  readonly decidedBy: string;
}

/** An application for more time comes within 13 months of the change. [SI 2001/1002 reg 9] */
const APPLICATION_MONTHS_MAX = 13;

const READ_COMMAND: Statement = {
  name: 'office_read_decision',
  text: `SELECT body_digest AS "bodyDigest", body ->> 'releaseId' AS "releaseId" FROM journal WHERE submission_key = $1`,
};

interface GivenCommand {
  readonly bodyDigest: Buffer;
  /** Of `link` and `dismiss`. */
  readonly releaseId: string | null;
}

/**
 * Takes an officer's decision: journal, fact, award, the further answers to the releases and what the office tells in turn, all or nothing.
 * A key that was used before with the same body changes nothing and gets the same answer.
 * Throws the problems `idempotency-key-reused`, `case-unknown`, `not-to-decide`, and field errors.
 */
export async function decideCase(
  tx: Transaction,
  ports: DecidePorts,
  asked: AskedDecision,
): Promise<DecisionAnswer> {
  const { office, codec, submitter, answerer } = ports;
  const { caseReference, submissionKey, decidedBy } = asked;
  const body = completeJson(decisionSchema, asked.body) as DecisionBody;
  const moment = ports.moment();
  const bodyDigest = digestBody({ caseReference, body });
  await lockKeys(tx, [submissionKey]);
  const { rows } = await tx.query<GivenCommand>(READ_COMMAND, [submissionKey]);
  const decisionId = changeIdOf(office.agency, submissionKey);
  const names = { submissionKey, caseReference, decisionId, body };
  const [given] = rows;
  if (given !== undefined) {
    if (!given.bodyDigest.equals(bodyDigest)) throw problem('idempotency-key-reused');
    return readDecisionAnswer(tx, { ...names, releaseId: given.releaseId });
  }
  const releaseId = await assertDecidable(tx, caseReference, body, moment);
  const decision = { ...body, releaseId };
  const taken = await takeDecision(
    tx,
    office,
    { tx, codec },
    {
      ...{ caseReference, submissionKey, decision, decidedBy, moment, entryNo: null },
    },
  );
  if (taken === null) throw problem('case-unknown');
  const command = { command: DECIDE, caseReference, submissionKey, bodyDigest };
  await writeJournal(tx, [{ ...command, body: decision, givenBy: decidedBy }], moment);
  for (const answer of taken.answers) await answerAgain(tx, answerer, answer, moment);
  await submitChanges(tx, submitter, taken.submissions, moment);
  return readDecisionAnswer(tx, { ...names, releaseId });
}

/** Refuses what nothing waits for. Gives the release that is linked or dismissed; null for the other decisions. */
async function assertDecidable(
  tx: Transaction,
  caseReference: string,
  body: DecisionBody,
  moment: Moment,
): Promise<string | null> {
  const { changeId, decision } = body;
  const isUnmatched = decision === 'link' || decision === 'dismiss';
  const faults = findFaults(body, moment);
  if (faults.length > 0) throw problemOfFields(faults);
  if (isUnmatched) {
    // Two decisions on one release that matched no case meet here.
    await lockWords(tx, [`unmatched ${caseReference} ${changeId}`]);
    const releaseId = await findUnmatched(tx, caseReference, changeId);
    if (releaseId === null) throw problem('not-to-decide');
    // It may be taken back at this moment, and then nobody need look any more.
    await lockRelease(tx, releaseId);
    const isOpen = (await findUnmatched(tx, caseReference, changeId)) === releaseId;
    if (!isOpen) throw problem('not-to-decide');
    return releaseId;
  }
  const file = (await lockCaseFiles(tx, [caseReference])).get(caseReference);
  if (file === undefined) throw problem('case-unknown');
  const fact = findFact(file, changeId);
  if (fact === undefined) throw problem('not-to-decide');
  if (decision === 'extend-notice') {
    if (fact.state !== 'counted' || fact.noticeExtended) throw problem('not-to-decide');
    const late = (body.appliedOn ?? '') > addMonths(fact.occurredOn, APPLICATION_MONTHS_MAX);
    if (late) throw problemOfFields([APPLICATION_TOO_LATE]);
    return null;
  }
  const isAsIs = fact.task === 'decided' && fact.decision === decision;
  if (fact.task === null || isAsIs || isTakenBack(fact)) throw problem('not-to-decide');
  return null;
}

const APPLICATION_TOO_LATE: FieldError = {
  pointer: '/appliedOn',
  code: 'date-order',
  detail: `An application comes within ${APPLICATION_MONTHS_MAX} months of the change.`,
};

/** What the schema cannot say: each field belongs to one decision. */
function findFaults(
  { decision, toCaseReference, appliedOn }: DecisionBody,
  { businessDate }: Moment,
): readonly FieldError[] {
  const faults: FieldError[] = [];
  const isExtension = decision === 'extend-notice';
  if (toCaseReference !== null && decision !== 'link') {
    faults.push({ pointer: '/toCaseReference', code: 'shape', detail: 'Only `link` has it.' });
  }
  if (isExtension !== (appliedOn !== null)) {
    const detail = '`extend-notice` has it, and nothing else does.';
    faults.push({ pointer: '/appliedOn', code: isExtension ? 'required' : 'shape', detail });
  }
  if (appliedOn !== null && appliedOn > businessDate) {
    const detail = 'appliedOn is not after the business date.';
    faults.push({ pointer: '/appliedOn', code: 'date-in-future', detail });
  }
  return faults;
}
