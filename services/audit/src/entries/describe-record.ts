import type {
  Action,
  ClaimantChange,
  Consent,
  Decision,
  Interest,
  Outcome,
  Suspension,
} from '@told/codec';
import type { CaseOf, DescribedRecord, Facts } from './entry.ts';

// Free words (reasons that people write) and dates of fact stay out: the record's digest covers them. Of what agencies write, only what looks
// like a code or an id is taken over.
const CODE = /^[a-z][a-z0-9._/-]{0,127}$/;
const keepCode = (text: string | null): string | null =>
  text !== null && CODE.test(text) ? text : null;

export const describeChange = (change: ClaimantChange): DescribedRecord => ({
  kind: 'change',
  at: change.acceptedAt,
  changeId: change.changeId,
  subjectKey: change.subjectKey,
  cases: casesOf(change.source),
  facts: {
    changeId: change.changeId,
    changeSequence: change.changeSequence,
    agency: change.source.agency,
    fact: change.fact,
    changeType: change.changeType,
    previousChangeId: change.previousChangeId,
    dischargesDuty: change.dutyDischarged !== null,
  },
});

export const describeDecision = (decision: Decision): DescribedRecord => ({
  kind: 'decision',
  at: decision.decidedAt,
  changeId: decision.changeId,
  subjectKey: decision.subjectKey,
  cases: decision.recipients.flatMap(casesOf),
  facts: {
    decisionId: decision.decisionId,
    changeId: decision.changeId,
    changeSequence: decision.changeSequence,
    run: decision.run,
    cause: decision.cause,
    engineVersion: decision.engineVersion,
    agreementSet: decision.agreementSet,
    subjectVersion: decision.subjectVersion,
    suspensionVersion: decision.suspensionVersion,
    recipients: decision.recipients.map(describeRecipient),
  },
});

type Recipient = Decision['recipients'][number];

const describeRecipient = (one: Recipient): Facts => ({
  agency: one.agency,
  capacity: one.capacity,
  interestId: one.interestId,
  interestVersion: one.interestVersion,
  consents: one.consents?.map(({ consentId, version }) => ({ consentId, version })) ?? null,
  verdict: one.verdict,
  reason: one.reason,
  basis: describeBasis(one),
  withheld: [...Map.groupBy(one.withheld, ({ reason }) => reason)].map(([reason, withheld]) => ({
    reason,
    fields: withheld.map(({ field }) => field),
  })),
  releaseId: one.releaseId,
  releaseSequence: one.releaseSequence,
});

/** Each agreement with the fields that it allowed: none, where an annulment is passed on. */
function describeBasis({ basis, fields }: Recipient): readonly Facts[] {
  const allowed = [...(basis ?? []).map((one) => ({ ...one, field: null })), ...fields];
  const files = Map.groupBy(allowed, ({ hash }) => hash);
  return [...files].map(([hash, of]) => ({
    agreement: of[0]?.agreement ?? null,
    version: of[0]?.version ?? null,
    hash,
    fields: of.flatMap(({ field }) => field ?? []),
  }));
}

export const describeInterest = (interest: Interest): DescribedRecord => ({
  kind: 'interest',
  at: interest.changedAt,
  changeId: null,
  subjectKey: interest.subjectKey,
  cases: casesOf(interest),
  facts: {
    interestId: interest.interestId,
    version: interest.version,
    action: interest.action,
    agency: interest.agency,
    capacity: interest.capacity,
    state: interest.state,
    matched: interest.matched,
  },
});

export const describeConsent = (consent: Consent): DescribedRecord => ({
  kind: 'consent',
  at: consent.recordedAt,
  changeId: null,
  subjectKey: consent.subjectKey,
  cases: [],
  facts: {
    consentId: consent.consentId,
    version: consent.version,
    action: consent.action,
    recipient: consent.recipient,
    purpose: consent.purpose,
    recordedBy: consent.recordedBy,
    subjectVersion: consent.subjectVersion,
  },
});

export const describeSuspension = (suspension: Suspension): DescribedRecord => ({
  kind: 'suspension',
  at: suspension.recordedAt,
  changeId: null,
  subjectKey: null,
  cases: [],
  facts: {
    target: suspension.target,
    id: suspension.id,
    action: suspension.action,
    version: suspension.version,
  },
});

export const describeOutcome = (outcome: Outcome, agency: string): DescribedRecord => ({
  kind: 'outcome',
  at: outcome.decidedAt,
  changeId: null,
  subjectKey: null,
  cases: [{ agency, caseReference: outcome.caseReference }],
  facts: {
    agency,
    releaseId: outcome.releaseId,
    outcomeNo: outcome.outcomeNo,
    releaseSequence: outcome.releaseSequence,
    kind: outcome.kind,
    reason: keepCode(outcome.reason),
  },
});

export function describeAction(action: Action, origin: string): DescribedRecord {
  const target = readTarget(action);
  return {
    kind: 'action',
    at: action.recordedAt,
    changeId: null,
    subjectKey: target.subjectKey,
    cases: target.cases,
    facts: {
      actionId: action.actionId,
      action: action.action,
      origin,
      targetKind: action.targetKind,
      target: target.name,
      stream: keepCode(action.stream),
      recordId: action.recordId,
      records: action.records,
      actor: keepCode(action.actor),
    },
  };
}

interface Target {
  readonly subjectKey: string | null;
  readonly cases: readonly CaseOf[];
  /** Null where a commitment stands for it. */
  readonly name: string | null;
}

function readTarget({ targetKind, target }: Action): Target {
  if (targetKind === 'subject') return { subjectKey: target, cases: [], name: null };
  if (targetKind !== 'case') return { subjectKey: null, cases: [], name: keepCode(target) };
  const slash = target.indexOf('/');
  const of = { agency: target.slice(0, slash), caseReference: target.slice(slash + 1) };
  return { subjectKey: null, cases: [of], name: null };
}

/** None where nobody's case is named. */
const casesOf = ({
  agency,
  caseReference,
}: {
  readonly agency: string | null;
  readonly caseReference: string | null;
}): readonly CaseOf[] =>
  agency === null || caseReference === null ? [] : [{ agency, caseReference }];
