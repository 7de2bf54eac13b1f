import type {
  Action,
  ClaimantChange,
  Consent,
  DeadLetter,
  Decision,
  Interest,
  Outcome,
  Suspension,
} from '@told/codec';
import { namesPerson } from '@told/service';
import type { CaseOf, DescribedRecord, Facts } from './entry.ts';

// Members stand in the order in which an entry writes them, so that it need not sort them, and what a record leaves open is undefined.
// Free words (reasons that people write) and dates of fact stay out: the record's digest covers them. Of what agencies write, only what looks
// like a code or an id is taken over.
const CODE = /^[a-z][a-z0-9._/-]{0,127}$/;
const keepCode = (text: string | null): string | undefined =>
  text !== null && CODE.test(text) ? text : undefined;

/** What a provider may call a person who acts (see @told/service's token verifier), unless it looks like somebody's number. */
const SUBJECT = /^[A-Za-z0-9][A-Za-z0-9._:|/-]{0,127}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const keepActor = (text: string): string | undefined =>
  UUID.test(text) || (SUBJECT.test(text) && !namesPerson(text)) ? text : undefined;

export const describeChange = (change: ClaimantChange): DescribedRecord => ({
  kind: 'change',
  at: change.acceptedAt,
  changeId: change.changeId,
  subjectKey: change.subjectKey,
  cases: casesOf(change.source),
  facts: {
    agency: change.source.agency,
    changeId: change.changeId,
    changeSequence: change.changeSequence,
    changeType: change.changeType,
    dischargesDuty: change.dutyDischarged !== null,
    fact: change.fact,
    previousChangeId: change.previousChangeId ?? undefined,
  },
});

export const describeDecision = (decision: Decision): DescribedRecord => ({
  kind: 'decision',
  at: decision.decidedAt,
  changeId: decision.changeId,
  subjectKey: decision.subjectKey,
  cases: decision.recipients.flatMap(casesOf),
  facts: {
    agreementSet: decision.agreementSet,
    cause: decision.cause,
    changeId: decision.changeId,
    changeSequence: decision.changeSequence,
    decisionId: decision.decisionId,
    engineVersion: decision.engineVersion,
    recipients: decision.recipients.map(describeRecipient),
    run: decision.run,
    subjectVersion: decision.subjectVersion,
    suspensionVersion: decision.suspensionVersion,
  },
});

type Recipient = Decision['recipients'][number];

const describeRecipient = (one: Recipient): Facts => ({
  agency: one.agency,
  basis: describeBasis(one),
  capacity: one.capacity ?? undefined,
  consents: one.consents?.map(({ consentId, version }) => ({ consentId, version })),
  interestId: one.interestId ?? undefined,
  interestVersion: one.interestVersion ?? undefined,
  reason: one.reason ?? undefined,
  releaseId: one.releaseId ?? undefined,
  releaseSequence: one.releaseSequence ?? undefined,
  verdict: one.verdict,
  withheld: [...Map.groupBy(one.withheld, ({ reason }) => reason)].map(([reason, withheld]) => ({
    fields: withheld.map(({ field }) => field),
    reason,
  })),
});

/** Each agreement with the fields that it allowed: none, where an annulment is passed on. */
function describeBasis({ basis, fields }: Recipient): readonly Facts[] {
  const allowed = [...(basis ?? []).map((one) => ({ ...one, field: null })), ...fields];
  const files = Map.groupBy(allowed, ({ hash }) => hash);
  return [...files].map(([hash, of]) => ({
    agreement: of[0]?.agreement,
    fields: of.flatMap(({ field }) => field ?? []),
    hash,
    version: of[0]?.version,
  }));
}

export const describeInterest = (interest: Interest): DescribedRecord => ({
  kind: 'interest',
  at: interest.changedAt,
  changeId: null,
  subjectKey: interest.subjectKey,
  cases: casesOf(interest),
  facts: {
    action: interest.action,
    agency: interest.agency,
    capacity: interest.capacity,
    interestId: interest.interestId,
    matched: interest.matched ?? undefined,
    state: interest.state,
    version: interest.version,
  },
});

export const describeConsent = (consent: Consent): DescribedRecord => ({
  kind: 'consent',
  at: consent.recordedAt,
  changeId: null,
  subjectKey: consent.subjectKey,
  cases: [],
  facts: {
    action: consent.action,
    consentId: consent.consentId,
    purpose: consent.purpose,
    recipient: consent.recipient ?? undefined,
    recordedBy: consent.recordedBy,
    subjectVersion: consent.subjectVersion,
    version: consent.version,
  },
});

export const describeSuspension = (suspension: Suspension): DescribedRecord => ({
  kind: 'suspension',
  at: suspension.recordedAt,
  changeId: null,
  subjectKey: null,
  cases: [],
  facts: {
    action: suspension.action,
    id: suspension.id,
    target: suspension.target,
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
    kind: outcome.kind,
    outcomeNo: outcome.outcomeNo,
    reason: keepCode(outcome.reason),
    releaseId: outcome.releaseId,
    releaseSequence: outcome.releaseSequence,
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
      action: action.action,
      actionId: action.actionId,
      actor: keepActor(action.actor),
      origin,
      recordId: action.recordId ?? undefined,
      records: action.records ?? undefined,
      stream: keepCode(action.stream),
      target: target.name,
      targetKind: action.targetKind,
    },
  };
}

export const describeDeadLetter = (letter: DeadLetter, origin: string): DescribedRecord => ({
  kind: 'dead-letter',
  at: letter.recordedAt,
  changeId: null,
  subjectKey: null,
  cases: [],
  facts: {
    cause: keepCode(letter.cause),
    deadLetterId: letter.deadLetterId,
    digest: letter.digest,
    offset: String(letter.offset),
    origin,
    partition: letter.partition,
    topic: keepCode(letter.topic),
  },
});

interface Target {
  readonly subjectKey: string | null;
  readonly cases: readonly CaseOf[];
  /** Undefined where a commitment stands for it. */
  readonly name: string | undefined;
}

function readTarget({ targetKind, target }: Action): Target {
  if (targetKind === 'subject') return { subjectKey: target, cases: [], name: undefined };
  if (targetKind !== 'case') return { subjectKey: null, cases: [], name: keepCode(target) };
  const slash = target.indexOf('/');
  const of = { agency: target.slice(0, slash), caseReference: target.slice(slash + 1) };
  return { subjectKey: null, cases: [of], name: undefined };
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
