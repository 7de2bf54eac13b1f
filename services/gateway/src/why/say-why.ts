import { REASONS, WITHHELD_REASONS } from '@told/agreements';
import type { DecisionCause } from '@told/codec';
import { DISCLOSED_IN_ERROR } from '../incidents/incident.ts';
import type { ChangeRecord, RecipientRow, TakingRow } from './queries.ts';

/** Why a run was made after the first one. */
export const CAUSES: Readonly<Record<DecisionCause, string>> = {
  told: 'It was decided when it was told.',
  'match-confirmed': 'A person had looked at what held this case: what waited was decided.',
  'back-fill': 'The interest was new, and asked for what was told before.',
  merged:
    'Two keys turned out to stand for one person: what was told under each was decided for cases of the other.',
  redelivered: 'It was asked to be delivered again, and a second person approved that.',
};

const FIELD_LIST = new Intl.ListFormat('en-GB');

export function textOf(texts: Readonly<Record<string, string>>, code: string): string {
  return texts[code] ?? code;
}

const FOUND_BY_PARTICULARS =
  'The person was found by particulars, without a number: an officer must confirm that it is this one.';

/** Why a recipient was given nothing. Of a case that was found by particulars nothing need disagree: it waits for an officer all the same. */
export function textOfReason(
  reason: string,
  { matched, expired }: Pick<RecipientRow, 'matched' | 'expired'>,
): string {
  if (reason === 'match-unconfirmed' && matched === 'particulars') return FOUND_BY_PARTICULARS;
  const text = textOf(REASONS, reason);
  if (expired === undefined) return text;
  const { agreement, version, lastDay } = expired;
  return `${text} The last one that did, ${agreement} version ${version}, expired: its last day was ${lastDay}.`;
}

const INCIDENT: Readonly<Record<string, string>> = {
  [DISCLOSED_IN_ERROR]: 'It should not have been given: an incident was opened about it.',
};

/** Of what was taken back, whatever kind of reason it has. */
export const textOfTaking = (reason: string): string =>
  WITHHELD_REASONS[reason as keyof typeof WITHHELD_REASONS] ??
  INCIDENT[reason] ??
  textOf(REASONS, reason);

/** The runs of a recipient in order, by interest: the last one is how it stands. */
export const groupByInterest = (
  rows: readonly RecipientRow[],
): readonly (readonly RecipientRow[])[] => [
  ...Map.groupBy(rows, (row) => row.interestId ?? '').values(),
];

/** How a change stands with an agency, in a plain sentence or two for each of its interests. Pure. */
export function sayAnswers(
  record: ChangeRecord,
  answers: readonly RecipientRow[],
  agency: string,
): string {
  // It may hold one by now.
  if (answers.length === 0) {
    return `${agency} held no case on this person on the bus when this was decided.`;
  }
  return groupByInterest(answers)
    .map((runs) => sayRuns(record, runs, agency))
    .join(' ');
}

function sayRuns(record: ChangeRecord, runs: readonly RecipientRow[], agency: string): string {
  const last = runs.at(-1);
  if (last === undefined) return '';
  const before = runs.at(-2);
  const cause = record.decisions.find((one) => one.run === last.run)?.cause ?? 'told';
  return [
    before === undefined ? '' : `At first: ${sayBriefly(before)}`,
    cause === 'told' ? '' : CAUSES[cause],
    sayVerdict(record, last, agency),
    ...(record.takings.get(last.releaseId ?? '') ?? []).map(sayTaking),
  ]
    .filter((one) => one !== '')
    .join(' ');
}

function sayBriefly({ verdict, reason }: RecipientRow): string {
  if (reason === null) return 'it was given fields.';
  return `${verdict === 'hold' ? 'held' : verdict} (${reason}).`;
}

function sayVerdict(record: ChangeRecord, row: RecipientRow, agency: string): string {
  const reason = row.reason === null ? '' : textOfReason(row.reason, row);
  const whom = row.caseReference === null ? agency : `${agency} (case ${row.caseReference})`;
  if (row.releaseKind === 'do-not-rely') {
    return `${whom} was told not to rely on what it had been given, and was given no value. ${reason} ${sayOutcome(record, row.releaseId)}`;
  }
  if (row.verdict === 'refused') return `Nothing was sent to ${whom}. ${reason}`;
  if (row.verdict === 'own') return `Nothing was sent back to ${whom}. ${reason}`;
  if (row.verdict === 'hold') return `What ${whom} may have is held. ${reason}`;
  return `${whom} ${sayGiven(record, row)} ${sayOutcome(record, row.releaseId)}`;
}

function sayGiven(record: ChangeRecord, row: RecipientRow): string {
  const citations = row.given.map(({ hash }) => record.agreements.get(hash)?.citation ?? hash);
  const basis = citations.length === 0 ? '' : `, under ${citations.join('; ')}`;
  // One that rests on several consents is named by each.
  const count = new Set(row.given.flatMap(({ fields }) => fields)).size;
  const kept = row.withheld.reduce((sum, { fields }) => sum + fields.length, 0);
  const trimmed = kept === 0 ? '' : ` and ${kept} withheld`;
  if (count === 0) {
    const isAnnulment = record.decisions[0]?.changeType === 'annulled';
    const what = isAnnulment ? 'the annulment' : 'the change';
    return `was told of ${what}, which has no fields${trimmed}${basis}.`;
  }
  const takings = record.takings.get(row.releaseId ?? '') ?? [];
  const left = row.releaseKind === 'void' || takings.some(({ kind }) => kind === 'trimmed');
  const given = left ? 'was to be given' : 'was given';
  return `${given} ${count} ${count === 1 ? 'field' : 'fields'}${trimmed}${basis}.`;
}

function sayOutcome(record: ChangeRecord, releaseId: string | null): string {
  const last = releaseId === null ? undefined : record.outcomes.get(releaseId)?.at(-1);
  return last === undefined ? 'No answer yet.' : `It answered ${last.kind}.`;
}

function sayTaking({ kind, fields, reason, byChangeId }: TakingRow): string {
  const why = textOfTaking(reason);
  const which = `${FIELD_LIST.format(fields)} ${fields.length === 1 ? 'was' : 'were'}`;
  if (kind === 'trimmed') return `Before it left, ${which} taken out. ${why}`;
  if (kind === 'void') return `Before it left, it was made void, and it held nothing. ${why}`;
  if (kind === 'withdrawn') return `Afterwards ${which} withdrawn. ${why}`;
  if (kind === 'erased') return `Afterwards it was told to erase it. ${why}`;
  if (byChangeId === null) return `Afterwards it was told not to rely on it. ${why}`;
  return `Afterwards it was told not to rely on it, since it may not have change ${byChangeId}. ${why}`;
}
