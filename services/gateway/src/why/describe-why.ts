import { REASONS, WITHHELD_REASONS } from '@told/agreements';
import type { AgreementRow, ChangeRecord, DecisionRow, RecipientRow } from './queries.ts';
import type { View } from './views.ts';

const MICROS_PER_MS = 1000;
const toInstant = (micros: number): string => new Date(micros / MICROS_PER_MS).toISOString();

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
  const about = record.recipients.filter((one) => one.agency === agency);
  // That nobody at all held an interest is no recipient's business: the auditor's answer for every agency.
  const nobody = record.recipients.filter((one) => one.agency === null);
  const answers = about.length === 0 && view === 'auditor' ? nobody : about;
  const hasSome = answers.some((one) => one.releaseId !== null || one.verdict === 'own');
  return {
    changeId: first.changeId,
    agency,
    received: describeReceived(first, view, hasSome),
    decision: view === 'source' ? null : describeDecision(first, view),
    recipients: answers.map((one) => describeRecipient(record, one, view)),
    sentence: sayAnswers(record, answers, agency, view),
  };
}

function sayAnswers(
  record: ChangeRecord,
  answers: readonly RecipientRow[],
  agency: string,
  view: View,
): string {
  if (view === 'source') return `${agency} was given what it may have.`;
  if (answers.length === 0) return `${agency} holds no case on this person on the bus.`;
  return answers.map((one) => sayVerdict(record, one, agency)).join(' ');
}

/** The whole decision on a change, with the chain of every recipient. For auditors. */
export function describeDecisions(record: ChangeRecord): object {
  const first = record.decisions[0];
  return {
    changeId: first?.changeId,
    received: first === undefined ? null : describeReceived(first, 'auditor', true),
    decisions: record.decisions.map((decision) => ({
      ...describeDecision(decision, 'auditor'),
      recipients: record.recipients
        .filter((one) => one.run === decision.run)
        .map((one) => describeRecipient(record, one, 'auditor')),
    })),
  };
}

function describeReceived(decision: DecisionRow, view: View, hasSome: boolean): object {
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
    acceptedAt: toInstant(decision.acceptedAtMicros),
    // Its holes would tell a recipient, or one of several sources, what others told.
    ...(view === 'auditor' ? { changeSequence: decision.changeSequence } : {}),
  };
}

function describeDecision(decision: DecisionRow, view: View): object {
  const { decisionId, run, businessDate, subjectVersion, engineVersion, agreementSet } = decision;
  const decidedAt = toInstant(decision.decidedAtMicros);
  const seen = { decisionId, run, businessDate, decidedAt, engineVersion, agreementSet };
  // The version moves with every agency's interests: to anybody else it would tell that there are others.
  return view === 'auditor' ? { ...seen, subjectVersion } : seen;
}

function describeRecipient(record: ChangeRecord, row: RecipientRow, view: View): object {
  const answered = { verdict: row.verdict, reason: describeReason(row.reason) };
  const outcomes = row.releaseId === null ? [] : (record.outcomes.get(row.releaseId) ?? []);
  const delivery = { status: row.waiting ? 'waiting' : 'delivered' };
  if (view === 'source') {
    return { ...answered, delivery, outcomes: outcomes.map(({ kind }) => ({ kind })) };
  }
  const releases = row.releaseId !== null;
  return {
    ...answered,
    interest: describeInterest(row),
    basis: row.given.map(({ hash }) => describeBasis(record.agreements.get(hash), hash)),
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
    hold: row.verdict === 'hold' ? describeReason(row.reason) : null,
    release: releases
      ? { releaseId: row.releaseId, releaseSequence: row.releaseSequence, ...delivery }
      : null,
    outcomes: outcomes.map(({ releaseId: _, decidedAtMicros, ...outcome }) => ({
      ...outcome,
      decidedAt: toInstant(decidedAtMicros),
    })),
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

function describeReason(reason: string | null): object | null {
  return reason === null ? null : { code: reason, text: textOf(REASONS, reason) };
}

function textOf(texts: Readonly<Record<string, string>>, code: string): string {
  return texts[code] ?? code;
}

function sayVerdict(record: ChangeRecord, row: RecipientRow, agency: string): string {
  const reason = row.reason === null ? '' : textOf(REASONS, row.reason);
  const whom = row.caseReference === null ? agency : `${agency} (case ${row.caseReference})`;
  if (row.verdict === 'refused') return `Nothing was sent to ${whom}. ${reason}`;
  if (row.verdict === 'own') return `Nothing was sent back to ${whom}. ${reason}`;
  if (row.verdict === 'hold') return `What ${whom} may have is held. ${reason}`;
  const citations = row.given.map(({ hash }) => record.agreements.get(hash)?.citation ?? hash);
  const count = row.given.reduce((sum, { fields }) => sum + fields.length, 0);
  const kept = row.withheld.reduce((sum, { fields }) => sum + fields.length, 0);
  const trimmed = kept === 0 ? '' : ` and ${kept} withheld`;
  const last = row.releaseId === null ? undefined : record.outcomes.get(row.releaseId)?.at(-1);
  const answer = last === undefined ? 'No answer yet.' : `It answered ${last.kind}.`;
  return `${whom} was given ${count} fields${trimmed}, under ${citations.join('; ')}. ${answer}`;
}
