import { instantOf } from '@told/service';
import { FAULT_KINDS } from './lines.ts';
import type { DifferenceRow } from './report-queries.ts';

/** Somebody has yet to act; nothing was lost or invented by that. */
const OPEN_KINDS = ['undecided', 'outstanding', 'taking-back-outstanding'] as const;
const WRONG_KINDS = [
  ...(['change-missing', 'decision-missing', 'answer-unexplained', 'answer-missing'] as const),
  ...FAULT_KINDS,
] as const;

export type DifferenceKind = (typeof OPEN_KINDS)[number] | (typeof WRONG_KINDS)[number];
export const DIFFERENCE_KINDS: readonly DifferenceKind[] = [...OPEN_KINDS, ...WRONG_KINDS];
export const STANDINGS = ['open', 'wrong'] as const;
export type DifferenceStanding = (typeof STANDINGS)[number];

const open = new Set<string>(OPEN_KINDS);
const standingOf = (kind: string): DifferenceStanding => (open.has(kind) ? 'open' : 'wrong');

export const kindsOf = (standing: DifferenceStanding | undefined): readonly DifferenceKind[] =>
  DIFFERENCE_KINDS.filter((kind) => standing === undefined || standingOf(kind) === standing);

/** A difference as it is shown. */
export function describeDifference(row: DifferenceRow) {
  const { kind, day, changeId, decisionId, releaseId, number, ledgerId, index, seenAt } = row;
  return {
    ...{ kind, standing: standingOf(kind), day, agency: row.agency === '' ? null : row.agency },
    ...{ changeId, decisionId, releaseId, number, ledgerId, index },
    since: instantOf(seenAt),
    sentence: SAY[kind as DifferenceKind](row),
  };
}

const agencyOf = ({ agency }: DifferenceRow): string => (agency === '' ? 'nobody' : agency);

const SAY: Readonly<Record<DifferenceKind, (row: DifferenceRow) => string>> = {
  undecided: (row) => `${agencyOf(row)} told change ${row.changeId}, and nothing was decided.`,
  outstanding: (row) => `${agencyOf(row)} has not answered release ${row.releaseId}.`,
  'taking-back-outstanding': (row) =>
    `${agencyOf(row)} has not answered release ${row.releaseId}, which takes back.`,
  'change-missing': (row) => `Something was decided on change ${row.changeId}, which nobody told.`,
  'decision-missing': (row) => `A run before the last one on change ${row.changeId} is missing.`,
  'answer-unexplained': (row) =>
    `${agencyOf(row)} answered release ${row.releaseId}, which follows from no decision.`,
  'answer-missing': (row) =>
    `${agencyOf(row)} answered release ${row.releaseId} with number ${row.number}, and not with one before it.`,
  'told-twice': (row) => `Change ${row.changeId} was told again, with other content.`,
  'decided-twice': (row) =>
    `Run ${row.number} on change ${row.changeId} was said again, with other content; it is counted once.`,
  'release-named-twice': (row) =>
    `Release ${row.releaseId} to ${agencyOf(row)} is named again by another decision.`,
  'answered-twice': (row) =>
    `${agencyOf(row)} answered release ${row.releaseId} twice with number ${row.number}, with other content.`,
  'verdict-unfit': (row) =>
    `The decision on change ${row.changeId} names a release to ${agencyOf(row)} that does not fit its verdict, or none.`,
  'answer-unfit': (row) =>
    `${agencyOf(row)} answered release ${row.releaseId} with number ${row.number}, which no answer has.`,
  'agency-unknown': (row) =>
    `Something was released to ${agencyOf(row)}, whose answers nobody reads here.`,
  'record-unreadable': () => 'A record could not be read; what it said is counted nowhere.',
  'records-lost': () => 'The log holds nothing where records should be.',
  'entry-missing': (row) => `${row.number} entries from this one on are not in the ledger’s table.`,
};
