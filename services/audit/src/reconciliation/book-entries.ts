import {
  type ChangeLine,
  DAY_COUNTS,
  type DayCounts,
  type Fault,
  nameRelease,
  type Place,
  type ReleaseKey,
  type ReleaseLine,
} from './lines.ts';
import { createLondonDay } from './london-day.ts';
import type { AnswerClaim, Claim, DecisionClaim, RecipientClaim } from './read-claim.ts';

/** An entry with what it says. */
export interface Booked extends Place {
  readonly claim: Claim;
}

/** Lines as they stood before some entries, and what those entries made of them. */
export interface Book {
  readonly changes: Map<string, ChangeLine>;
  /** By `nameRelease`. */
  readonly releases: Map<string, ReleaseLine>;
  /** To be added, by day and agency. */
  readonly counts: Map<string, DayOf & { readonly counts: DayCounts }>;
  readonly faults: Fault[];
}

interface DayOf {
  readonly day: string;
  readonly agency: string;
}

export interface BookOptions {
  /** Those whose answers are read. */
  readonly agencies: ReadonlySet<string>;
  /** When a head covered these entries, in microseconds. */
  readonly seenAt: number;
}

/** An office that numbers without end must not make a line without end. */
const ANSWERS_MAX = 1_000;

type Moment = Place & { readonly seenAt: number };

export const openBook = (
  changes: readonly ChangeLine[] = [],
  releases: readonly ReleaseLine[] = [],
): Book => ({
  changes: new Map(changes.map((one) => [one.changeId, one])),
  releases: new Map(releases.map((one) => [nameRelease(one), one])),
  counts: new Map(),
  faults: [],
});

/**
 * Holds what entries say against each other: each change against the runs of its decision, each release that a decision names against its
 * answers. They may come in any order, so that whatever another entry can put right is told by the lines as they stand, and only the rest is
 * a fault. `book` has the lines of all that these entries name. Pure but for the book.
 */
export function bookEntries(
  book: Book,
  entries: readonly Booked[],
  { agencies, seenAt }: BookOptions,
): void {
  const dayOf = createLondonDay();
  for (const { claim, ledger, index } of entries) {
    const moment = { ledger, index, seenAt };
    if (claim.kind === 'change') {
      const of = { ...moment, changeId: claim.changeId, agency: claim.agency };
      bookChange(book, { ...of, day: dayOf(claim.at) });
    } else if (claim.kind === 'decision') {
      bookDecision(book, claim, { ...moment, day: dayOf(claim.at) }, agencies);
    } else if (claim.kind === 'answer') {
      bookAnswer(book, claim, { ...moment, day: dayOf(seenAt) });
    } else {
      const { fault: kind, agency } = claim;
      addFault(book, { kind, agency, ...moment, day: dayOf(seenAt) });
    }
  }
}

/** Entries that are not where they should be, from `index` on. */
export function bookMissing(
  book: Book,
  { ledger, index, seenAt, count }: Moment & { readonly count: number },
): void {
  const day = createLondonDay()(seenAt);
  addFault(book, { kind: 'entry-missing', agency: '', day, ledger, index, seenAt, number: count });
}

function bookChange(book: Book, told: Omit<ChangeLine, 'isTold' | 'runs'>): void {
  const known = book.changes.get(told.changeId);
  if (known?.isTold === true) addFault(book, { kind: 'told-twice', ...told });
  else book.changes.set(told.changeId, { ...told, isTold: true, runs: known?.runs ?? [] });
}

function bookDecision(
  book: Book,
  { changeId, run, recipients }: DecisionClaim,
  when: Moment & { readonly day: string },
  agencies: ReadonlySet<string>,
): void {
  const unknown: ChangeLine = { ...when, changeId, agency: '', isTold: false, runs: [] };
  const known = book.changes.get(changeId) ?? unknown;
  if (known.runs.includes(run)) {
    addFault(book, { kind: 'decided-twice', agency: '', ...when, changeId, number: run });
    return;
  }
  book.changes.set(changeId, { ...known, runs: insert(known.runs, run) });
  for (const recipient of recipients)
    bookRecipient(book, recipient, { ...when, changeId }, agencies);
}

function bookRecipient(
  book: Book,
  recipient: RecipientClaim,
  when: Moment & { readonly day: string; readonly changeId: string },
  agencies: ReadonlySet<string>,
): void {
  const { agency, verdict, releaseId } = recipient;
  const counts = countsOf(book, { day: when.day, agency });
  counts.decided += 1;
  const column = COLUMN_OF[verdict];
  if (column !== undefined) counts[column] += 1;
  const kind = kindOf(recipient);
  if (kind === null) return;
  if (kind === 'unfit') addFault(book, { kind: 'verdict-unfit', ...when, agency });
  else nameInBook(book, recipient, { ...when, kind });
  if (!agencies.has(agency)) addFault(book, { kind: 'agency-unknown', ...when, agency, releaseId });
}

const COLUMN_OF: Readonly<Record<string, keyof DayCounts>> = {
  ...({ release: 'released', trimmed: 'trimmed', refused: 'refused' } as const),
  ...({ hold: 'held', own: 'own' } as const),
};

/** Which kind of release follows from the answer to a recipient; null: none does. */
function kindOf({ verdict, releaseId }: RecipientClaim): 'value' | 'taking-back' | 'unfit' | null {
  if (verdict === 'release' || verdict === 'trimmed') return releaseId === null ? 'unfit' : 'value';
  if (COLUMN_OF[verdict] === undefined) return 'unfit';
  if (releaseId === null) return null;
  // Who may not have a correction is told not to rely on what it has.
  return verdict === 'refused' ? 'taking-back' : 'unfit';
}

type Naming = Moment & {
  readonly day: string;
  readonly kind: 'value' | 'taking-back';
  readonly changeId: string;
};

function nameInBook(
  book: Book,
  { releaseId, agency, sequence }: RecipientClaim,
  naming: Naming,
): void {
  if (releaseId === null) return;
  nameLine(book, { releaseId, agency, sequence }, naming);
}

/** A release has its name: by a decision, or since it takes back one that has. */
export function nameLine(book: Book, key: ReleaseKey, naming: Naming): void {
  const known = book.releases.get(nameRelease(key));
  const { kind, changeId, ...when } = naming;
  if (known !== undefined && known.kind !== null) {
    const { releaseId, agency } = key;
    addFault(book, { kind: 'release-named-twice', ...when, agency, releaseId, changeId });
    return;
  }
  const answers = known?.answers ?? [];
  book.releases.set(nameRelease(key), { ...key, ...naming, answers });
  const counts = countsOf(book, { day: when.day, agency: key.agency });
  if (kind === 'taking-back') counts.takenBack += 1;
  if (answers.length > 0) counts[ANSWERED[kind]] += 1;
}

const ANSWERED = { value: 'answered', 'taking-back': 'takenBackAnswered' } as const;

function bookAnswer(
  book: Book,
  { releaseId, agency, sequence, outcomeNo }: AnswerClaim,
  when: Moment & { readonly day: string },
): void {
  const key = { releaseId, agency, sequence };
  const unknown: ReleaseLine = { ...key, ...when, kind: null, changeId: null, answers: [] };
  const known = book.releases.get(nameRelease(key)) ?? unknown;
  const unfit = faultOf(known.answers, outcomeNo);
  if (unfit !== null) {
    const { changeId } = known;
    addFault(book, { kind: unfit, ...when, agency, releaseId, changeId, number: outcomeNo });
    return;
  }
  book.releases.set(nameRelease(key), { ...known, answers: insert(known.answers, outcomeNo) });
  if (known.kind === null || known.answers.length > 0) return;
  countsOf(book, known)[ANSWERED[known.kind]] += 1;
}

function faultOf(
  answers: readonly number[],
  outcomeNo: number,
): 'answer-unfit' | 'answered-twice' | null {
  if (outcomeNo < 1 || outcomeNo > ANSWERS_MAX) return 'answer-unfit';
  return answers.includes(outcomeNo) ? 'answered-twice' : null;
}

function addFault(
  book: Book,
  fault: Omit<Fault, 'changeId' | 'releaseId' | 'number'> & Partial<Fault>,
): void {
  const { kind, day, agency, ledger, index, seenAt } = fault;
  const { changeId = null, releaseId = null, number = null } = fault;
  book.faults.push({ kind, day, agency, ledger, index, seenAt, changeId, releaseId, number });
}

function countsOf(book: Book, { day, agency }: DayOf): DayCounts {
  const name = `${day} ${agency}`;
  const known = book.counts.get(name);
  if (known !== undefined) return known.counts;
  const counts = Object.fromEntries(DAY_COUNTS.map((one) => [one, 0])) as DayCounts;
  book.counts.set(name, { day, agency, counts });
  return counts;
}

const insert = (numbers: readonly number[], number: number): readonly number[] =>
  [...numbers, number].sort((a, b) => a - b);
