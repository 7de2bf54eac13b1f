import { WITHHELD_REASONS } from '@told/agreements';
import { instantOf } from '@told/service';
import type {
  AgreementRow,
  ChangeRecord,
  DecisionRow,
  EarlierRow,
  OutcomeRow,
  RecipientRow,
  TakingRow,
} from './queries.ts';
import {
  CAUSES,
  groupByInterest,
  sayAnswers,
  textOf,
  textOfReason,
  textOfTaking,
} from './say-why.ts';
import { senderSees, type View } from './views.ts';

/** The chain of one change and one agency, from received to outcome; also when nothing was sent. Names and dates, no values. */
export interface Why {
  readonly changeId: string;
  readonly agency: string;
  readonly received: object;
  readonly decision: object | null;
  readonly recipients: readonly object[];
  readonly sentence: string;
}

/** Null when this view shows nothing. Pure. */
export function describeWhy(record: ChangeRecord, agency: string, view: View): Why | null {
  const first = record.decisions[0];
  if (first === undefined || view === 'none') return null;
  const about = record.recipients.filter(
    (one) =>
      one.agency === agency &&
      // Of its other cases, refused or held, a source learns nothing.
      (view !== 'source' || senderSees(record, one) === 'recipients'),
  );
  // That nobody at all held an interest is no recipient's business: the auditor's answer for every agency.
  const nobody = record.recipients.filter((one) => one.agency === null);
  const answers = about.length === 0 && view === 'auditor' ? nobody : about;
  const hasSome = answers.some(isGiven);
  return {
    changeId: first.changeId,
    agency,
    received: describeReceived(record, first, view, hasSome),
    decision: view === 'source' ? null : describeDecision(first, view),
    recipients: answers.map((one) => describeRecipient(record, one, view)),
    sentence:
      view === 'source'
        ? `${agency} was given what it may have.`
        : sayAnswers(record, answers, agency),
  };
}

/** It says nothing of the other key. */
const AWAITS_KEY = {
  code: 'other-key',
  text: 'What it annuls was told under another key, which has yet to end for this one: whoever is given that before is told then.',
};

/** A refused recipient may have a release too, which tells nothing of the change. */
const isGiven = ({ verdict }: RecipientRow): boolean =>
  verdict === 'release' || verdict === 'trimmed' || verdict === 'own';

/** The whole decision on a change, with the chain of every recipient. For auditors. */
export function describeDecisions(record: ChangeRecord): object {
  const first = record.decisions[0];
  return {
    changeId: first?.changeId,
    received: first === undefined ? null : describeReceived(record, first, 'auditor', true),
    decisions: record.decisions.map((decision) => ({
      ...describeDecision(decision, 'auditor'),
      recipients: record.recipients
        .filter((one) => one.run === decision.run)
        .map((one) => describeRecipient(record, one, 'auditor')),
    })),
  };
}

function describeReceived(
  { awaitsKey }: ChangeRecord,
  decision: DecisionRow,
  view: View,
  hasSome: boolean,
): object {
  const { changeId, fact, changeType, previousChangeId } = decision;
  // Whoever was given nothing has no basis to learn who told what either; a held change may be about somebody else.
  if (view === 'recipient' && !hasSome) return { changeId };
  const { occurredOn, notifiedOn, receivedOn, usedOn, usedFor } = decision;
  const isTellers = view === 'auditor' || view === 'teller';
  return {
    changeId,
    source: {
      agency: decision.sourceAgency,
      ...(isTellers ? { caseReference: decision.sourceCaseReference } : {}),
    },
    fact,
    changeType,
    previousChangeId,
    ...{ occurredOn, notifiedOn, receivedOn, usedOn, usedFor },
    acceptedAt: instantOf(decision.acceptedAtMicros),
    ...(isTellers && awaitsKey ? { awaits: AWAITS_KEY } : {}),
    // Its holes would tell a recipient, or one of several sources, what others told.
    ...(view === 'auditor' ? { changeSequence: decision.changeSequence } : {}),
  };
}

function describeDecision(decision: DecisionRow, view: View): object {
  const { decisionId, run, businessDate, subjectVersion, engineVersion, agreementSet } = decision;
  const decidedAt = instantOf(decision.decidedAtMicros);
  const { cause, rootChangeId, suspensionVersion, protectedSince } = decision;
  const seen = { decisionId, run, businessDate, decidedAt, engineVersion, agreementSet };
  // The version moves with every agency's interests: to anybody else it would tell that there are others. So would another one's run.
  return view === 'auditor'
    ? { ...seen, cause, rootChangeId, subjectVersion, suspensionVersion, protectedSince }
    : seen;
}

function describeRecipient(record: ChangeRecord, row: RecipientRow, view: View): object {
  const answered = { verdict: row.verdict, reason: describeReason(row) };
  const outcomesOf = (releaseId: string | null) => record.outcomes.get(releaseId ?? '') ?? [];
  const outcomes = outcomesOf(row.releaseId);
  const earlier = record.earlier.get(row.releaseId ?? '') ?? [];
  const delivery = { status: row.waiting ? 'waiting' : 'delivered' };
  if (view === 'source') {
    return { ...answered, delivery, outcomes: outcomes.map(({ kind }) => ({ kind })) };
  }
  const run = record.decisions.find((one) => one.run === row.run);
  return {
    ...answered,
    // How it stands is the last run of the interest.
    isStanding: isStanding(record, row),
    decided: run === undefined ? null : describeRun(run, view),
    interest: describeInterest(row),
    basis: row.given.map(({ hash }) => describeBasis(record.agreements.get(hash), hash)),
    consents: row.consents,
    fields: {
      given: row.given.flatMap(({ hash, fields }) =>
        fields.map((field) => ({
          field,
          agreement: record.agreements.get(hash)?.agreement ?? hash,
        })),
      ),
      withheld: row.withheld.flatMap(({ reason, fields }) =>
        fields.map((field) => ({ field, reason, text: textOf(WITHHELD_REASONS, reason) })),
      ),
    },
    hold: row.verdict === 'hold' ? describeReason(row) : null,
    release:
      row.releaseId === null
        ? null
        : {
            releaseId: row.releaseId,
            releaseSequence: row.releaseSequence,
            kind: row.releaseKind,
            takesBack: row.takesBack,
            // What else it had of the chain, taken back before.
            earlier: earlier.map((one) => describeEarlier(one, outcomesOf(one.releaseId))),
            ...delivery,
          },
    outcomes: outcomes.map(describeOutcome),
    takenBack: (record.takings.get(row.releaseId ?? '') ?? []).map((one) =>
      describeTaking(one, outcomesOf(one.id)),
    ),
  };
}

const isStanding = (record: ChangeRecord, row: RecipientRow): boolean =>
  groupByInterest(record.recipients).some((runs) => runs.at(-1) === row);

function describeRun(
  { run, cause, businessDate, decidedAtMicros }: DecisionRow,
  view: View,
): object {
  const decided = {
    cause,
    text: CAUSES[cause],
    businessDate,
    decidedAt: instantOf(decidedAtMicros),
  };
  // Its number would tell a recipient that it was decided again for others.
  return view === 'auditor' ? { run, ...decided } : decided;
}

const describeOutcome = ({ releaseId: _, decidedAtMicros, ...outcome }: OutcomeRow): object => ({
  ...outcome,
  decidedAt: instantOf(decidedAtMicros),
});

function describeEarlier(row: EarlierRow, outcomes: readonly OutcomeRow[]): object {
  const { releaseId, releaseSequence, releaseKind, takesBack, waiting } = row;
  return {
    ...{ releaseId, releaseSequence, kind: releaseKind, takesBack },
    status: waiting ? 'waiting' : 'delivered',
    outcomes: outcomes.map(describeOutcome),
  };
}

function describeTaking(taking: TakingRow, outcomes: readonly OutcomeRow[]): object {
  const { kind, fields, reason, takenAtMicros, byChangeId, waiting } = taking;
  const follows = kind !== 'trimmed' && kind !== 'void';
  return {
    kind,
    fields,
    reason: { code: reason, text: textOfTaking(reason) },
    byChangeId,
    takenAt: instantOf(takenAtMicros),
    // What is trimmed or void leaves as it is, and is answered as the release itself.
    ...(follows ? { status: waiting ? 'waiting' : 'delivered' } : {}),
    outcomes: outcomes.map(describeOutcome),
  };
}

function describeInterest(row: RecipientRow): object | null {
  if (row.interestId === null) return null;
  return {
    interestId: row.interestId,
    version: row.interestVersion,
    agency: row.agency,
    capacity: row.capacity,
    caseReference: row.caseReference,
    matched: row.matched,
    from: row.interestFrom,
    until: row.interestUntil,
  };
}

function describeBasis(agreement: AgreementRow | undefined, hash: string): object {
  // Files are kept before anything is decided by them, so one is missing only from a damaged database.
  if (agreement === undefined) return { hash };
  const { agreement: id, version, title, basisType, citation, link, note } = agreement;
  return { agreement: id, version, hash, title, type: basisType, citation, link, note };
}

function describeReason(row: RecipientRow): object | null {
  const { reason } = row;
  return reason === null ? null : { code: reason, text: textOfReason(reason, row) };
}
