import { minimise } from '@told/agreements';
import type { ChangeBody, ClaimantChange, Decision, Evidence, Release } from '@told/codec';
import { NO_FACTS } from '@told/codec';
import { releaseIdOf } from '../ids.ts';
import type { PastRelease } from './chains.ts';
import type { SubjectInterest } from './subject-interest.ts';

interface Releasing {
  readonly ask: {
    readonly told: { readonly change: ClaimantChange; readonly body: ChangeBody };
    readonly backFill: boolean;
    readonly redeliveryOf?: string;
  };
  readonly answer: Pick<Decision['recipients'][number], 'fields' | 'withheld'> & {
    readonly basis: Release['basis'];
  };
  readonly interest: Pick<SubjectInterest, 'interestId' | 'caseReference' | 'capacity'>;
  readonly decisionId: string;
  readonly decidedAt: number;
  readonly releaseSequence: number;
}

interface TakingBack extends Releasing {
  readonly takenBack: PastRelease;
  /** The decision names it. */
  readonly isLast: boolean;
}

/** The duty discharged is told beside the fact, and given field by field like the fact. */
export const dutyFieldsOf = ({
  fact,
  dutyDischarged,
}: Pick<ClaimantChange, 'fact' | 'dutyDischarged'>): readonly string[] =>
  dutyDischarged === null ? [] : [`${fact}.dutyDischarged`];

/** What the recipient gets: its own case reference and the allowed fields. Not the person, the change's sequence or the source's case. */
export function writeValue(releasing: Releasing): Release {
  const { ask, answer, interest } = releasing;
  const { change, body } = ask.told;
  const given = answer.fields.map((one) => one.field);
  return {
    releaseId: releaseIdOf(releasing.decisionId, interest.interestId),
    releaseSequence: releasing.releaseSequence,
    caseReference: interest.caseReference,
    capacity: interest.capacity,
    redeliveryOf: ask.redeliveryOf ?? null,
    releasedAt: releasing.decidedAt,
    kind: 'value',
    changeId: change.changeId,
    sourceAgency: change.source.agency,
    fact: change.fact,
    changeType: change.changeType,
    previousChangeId: change.previousChangeId,
    occurredOn: change.occurredOn,
    notifiedOn: change.notifiedOn,
    receivedOn: change.receivedOn,
    usedOn: change.usedOn,
    usedFor: change.usedFor,
    evidence: change.evidence,
    basis: answer.basis.map(({ agreement, version }) => ({ agreement, version })),
    withheld: answer.withheld,
    backFill: ask.backFill,
    takesBack: null,
    ...minimise(body, given),
    dutyDischarged: dutyFieldsOf(change).some((name) => given.includes(name))
      ? change.dutyDischarged
      : null,
  };
}

const NO_EVIDENCE: Evidence = { level: 'self-declared', documents: [] };

/**
 * Do not rely on what you were given: a pointer to it, and nothing that the correction told, not even its dates or who told it; these are
 * those of the change that the recipient has.
 */
export function writeTakingBack(taking: TakingBack): Release {
  const { ask, interest, decisionId, takenBack, isLast } = taking;
  const { change } = ask.told;
  const { fact, sourceAgency, occurredOn, notifiedOn, receivedOn, usedOn, usedFor } = takenBack;
  return {
    releaseId: releaseIdOf(decisionId, isLast ? interest.interestId : takenBack.releaseId),
    releaseSequence: taking.releaseSequence,
    caseReference: interest.caseReference,
    capacity: interest.capacity,
    redeliveryOf: null,
    releasedAt: taking.decidedAt,
    kind: 'do-not-rely',
    changeId: change.changeId,
    ...{ sourceAgency, fact },
    changeType: change.changeType,
    previousChangeId: takenBack.changeId,
    ...{ occurredOn, notifiedOn, receivedOn, usedOn, usedFor },
    evidence: NO_EVIDENCE,
    basis: [],
    withheld: [],
    backFill: false,
    takesBack: takenBack.releaseId,
    ...NO_FACTS,
    dutyDischarged: null,
  };
}
