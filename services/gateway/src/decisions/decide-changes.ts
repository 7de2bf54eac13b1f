import {
  type AgreementSet,
  decide,
  ENGINE_VERSION,
  fieldsOf,
  minimise,
  type RecipientDecision,
} from '@told/agreements';
import type { Decision, IsoDate, Release } from '@told/codec';
import { compareDigests, type IdentityDigests } from '@told/identity';
import { decisionIdOf, releaseIdOf } from '../ids.ts';
import { type CaseRow, caseKeyOf, type InterestRow } from './queries.ts';
import type { ChangeArrival } from './read-changes.ts';

/** What the database said once everything concerned was locked. */
export interface Situation {
  readonly subjectVersions: ReadonlyMap<string, number>;
  readonly interests: ReadonlyMap<string, readonly InterestRow[]>;
  readonly cases: ReadonlyMap<string, CaseRow>;
}

export interface Rules {
  readonly agreements: AgreementSet;
  readonly isLive: (agency: string) => boolean;
}

/** When, and on which day of law, a batch is decided. */
export interface Moment {
  readonly businessDate: IsoDate;
  readonly nowMs: number;
}

export interface DecidedRecipient extends RecipientDecision {
  readonly interestVersion: number | null;
  readonly release: Release | null;
}

export interface DecidedChange {
  readonly arrival: ChangeArrival;
  readonly decision: Decision;
  readonly recipients: readonly DecidedRecipient[];
}

/** The first decision on a change; deciding again has its own numbers. */
const FIRST_RUN = 1;
const MICROS_PER_MS = 1000;
const NO_INTERESTS: readonly InterestRow[] = [];

/**
 * Decides a batch, in order: what each recipient gets, at which place of its case, and where the cases stand afterwards. Pure.
 * A case that is held holds what comes after it, also within the batch.
 */
export function decideChanges(
  arrivals: readonly ChangeArrival[],
  situation: Situation,
  rules: Rules,
  moment: Moment,
): { readonly decided: readonly DecidedChange[]; readonly movedCases: readonly CaseRow[] } {
  const moved = new Map<string, CaseRow>();
  const cases: Cases = {
    of: (key) => moved.get(key) ?? situation.cases.get(key),
    move: (row) => moved.set(caseKeyOf(row.agency, row.caseReference), row),
  };
  const decided = arrivals.map((arrival) => decideChange(arrival, situation, cases, rules, moment));
  return { decided, movedCases: [...moved.values()] };
}

interface Cases {
  of(key: string): CaseRow | undefined;
  move(row: CaseRow): void;
}

function decideChange(
  arrival: ChangeArrival,
  situation: Situation,
  cases: Cases,
  rules: Rules,
  { businessDate, nowMs }: Moment,
): DecidedChange {
  const { change, body } = arrival;
  const interests = situation.interests.get(change.subjectKey) ?? NO_INTERESTS;
  const decisionId = decisionIdOf(change.changeId, FIRST_RUN);
  const nowMicros = nowMs * MICROS_PER_MS;
  const answers = decide<IdentityDigests>({
    change: {
      source: change.source,
      fact: change.fact,
      changeType: change.changeType,
      occurredOn: change.occurredOn,
      presentFields: fieldsOf(change.fact, body),
      besideFields: dutyField(change),
      identityDigests: change.identityDigests,
      identityDigestsBefore: change.identityDigestsBefore,
      protectedAddress: body.address?.protected === true,
    },
    interests: interests.map((one) => ({
      ...one,
      matched: 'nino',
      wasGiven: false,
      isCurrent: true,
    })),
    agreements: rules.agreements,
    consents: [],
    businessDate,
    protectedSince: null,
    conflicts: (told, held) => compareDigests(told, held).conflict,
    isConfirmed: () => false,
    standingOfAgency: (agency) => (rules.isLive(agency) ? 'live' : 'unknown'),
    isHeld: (agency, caseReference) => {
      const held = cases.of(caseKeyOf(agency, caseReference));
      return (held?.heldSinceMicros ?? null) !== null;
    },
  });
  const recipients = answers.map((answer, index): DecidedRecipient => {
    const interest = interests[index];
    if (interest === undefined) return { ...answer, interestVersion: null, release: null };
    const release = place({ arrival, answer, interest, decisionId, nowMicros }, cases);
    return { ...answer, interestVersion: interest.version, release };
  });
  return {
    arrival,
    recipients,
    decision: {
      decisionId,
      changeId: change.changeId,
      subjectKey: change.subjectKey,
      changeSequence: change.changeSequence,
      run: FIRST_RUN,
      cause: 'told',
      rootChangeId: null,
      businessDate,
      decidedAt: nowMicros,
      subjectVersion: situation.subjectVersions.get(change.subjectKey) ?? 0,
      engineVersion: ENGINE_VERSION,
      agreementSet: rules.agreements.hash,
      suspensionVersion: 0,
      protectedSince: null,
      recipients: recipients.map(describeRecipient),
    },
  };
}

interface Placing {
  readonly arrival: ChangeArrival;
  readonly answer: RecipientDecision;
  readonly interest: InterestRow;
  readonly decisionId: string;
  readonly nowMicros: number;
}

/** Moves the case on: a hold begins, or the release takes the next sequence; nothing for any other verdict. */
function place(placing: Placing, cases: Cases): Release | null {
  const { answer, interest, nowMicros } = placing;
  const row = cases.of(caseKeyOf(interest.agency, interest.caseReference)) ?? {
    agency: interest.agency,
    caseReference: interest.caseReference,
    lastReleaseSequence: 0,
    heldSinceMicros: null,
  };
  if (answer.verdict === 'hold') {
    if (row.heldSinceMicros === null) cases.move({ ...row, heldSinceMicros: nowMicros });
    return null;
  }
  if (answer.verdict !== 'release' && answer.verdict !== 'trimmed') return null;
  const releaseSequence = row.lastReleaseSequence + 1;
  cases.move({ ...row, lastReleaseSequence: releaseSequence });
  return writeRelease(placing, releaseSequence);
}

/** What the recipient gets: its own case reference and the allowed fields. Not the person, the change's sequence or the source's case. */
function writeRelease(placing: Placing, releaseSequence: number): Release {
  const { arrival, answer, interest, decisionId, nowMicros } = placing;
  const { change, body } = arrival;
  const given = answer.fields.map((one) => one.field);
  return {
    releaseId: releaseIdOf(decisionId, interest.interestId),
    releaseSequence,
    caseReference: interest.caseReference,
    capacity: interest.capacity,
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
    backFill: false,
    redeliveryOf: null,
    takesBack: null,
    releasedAt: nowMicros,
    ...minimise(body, given),
    dutyDischarged: dutyField(change).some((name) => given.includes(name))
      ? change.dutyDischarged
      : null,
  };
}

/** The duty discharged is told beside the fact, and given field by field like the fact. */
const dutyField = ({ fact, dutyDischarged }: ChangeArrival['change']): readonly string[] =>
  dutyDischarged === null ? [] : [`${fact}.dutyDischarged`];

function describeRecipient(recipient: DecidedRecipient): Decision['recipients'][number] {
  return {
    agency: recipient.agency,
    capacity: recipient.capacity,
    caseReference: recipient.caseReference,
    interestId: recipient.interestId,
    interestVersion: recipient.interestVersion,
    consents: null,
    basis: recipient.basis,
    verdict: recipient.verdict,
    reason: recipient.reason,
    matched: recipient.matched,
    fields: recipient.fields,
    withheld: recipient.withheld,
    releaseId: recipient.release?.releaseId ?? null,
    releaseSequence: recipient.release?.releaseSequence ?? null,
  };
}
