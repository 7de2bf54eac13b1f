import type { Transaction } from '@told/service';
import { type Commitments, commitWith } from '../entries/commitments.ts';
import { type PreparedEntry, readFacts } from '../ledger/prepare-entries.ts';
import type { LedgerRow } from '../ledger/queries.ts';
import {
  type ErasedBefore,
  type Forgotten,
  findErasedUntil,
  forgetEntries,
  keepErasedReleases,
  type Ordered,
  orderAgain,
  orderForgetting,
} from './queries.ts';
import { releaseIdsOf } from './release-ids.ts';

interface NoteOptions {
  /** As it stood before them. */
  readonly ledger: Pick<LedgerRow, 'no' | 'size'>;
  /** The database's own secret: what makes the digests. */
  readonly markKey: Buffer;
  readonly erased: ErasedBefore;
}

/** Releases that answers name, of which some may have been erased people's. */
export const answeredReleases = (entries: readonly PreparedEntry[]): readonly string[] =>
  entries.flatMap(({ traces }) => traces.answered ?? []);

/**
 * Writes down, in the transaction that enters them, whose openings are to be forgotten: of those whose keys were destroyed, and of erased people of
 * whom something comes late. Topics are read in any order, and all of them again after a restore.
 */
export async function noteErasures(
  tx: Transaction,
  entered: readonly PreparedEntry[],
  { ledger, markKey, erased }: NoteOptions,
): Promise<void> {
  const commit = commitWith(markKey);
  const ordered = entered
    .filter(({ traces }) => traces.order !== undefined)
    .flatMap((one) => orderOf(one, commit));
  const latestAt = Math.max(erased.latestAt ?? -1, ...ordered.map(({ at }) => at));
  // Nobody was ever erased.
  if (latestAt < 0) return;
  await orderForgetting(tx, ordered);
  const answered = new Set(erased.releaseIds);
  const late = entered
    .map((entry, place) => ({ entry, index: ledger.size + place }))
    .filter(({ entry }) => isLate(entry, latestAt, answered))
    .flatMap((one) => namesOf(one.entry, commit).map((name) => ({ ...one, name })));
  if (late.length === 0) return;
  const until = await findErasedUntil(
    tx,
    late.map(({ name }) => name.digest),
  );
  const found = late.filter(({ entry, name }) => isErased(entry, until.get(name.digest)));
  const decided = found.filter(({ entry }) => entry.kind === 'decision');
  // By its change a decision is found, whose entry has nothing to open any more: nobody else could find this one later.
  await forgetEntries(
    tx,
    decided.map(({ index }) => ({ ledger: ledger.no, index })),
  );
  await keepErasedReleases(
    tx,
    decided.flatMap(({ entry }) => releaseIdsOf(readFacts(entry))),
  );
  const others = found.filter(({ entry }) => entry.kind !== 'decision');
  await orderAgain(tx, uniqueNames(others.map(({ name }) => name)));
}

function orderOf(
  { subjectKey, at, traces: { order } }: PreparedEntry,
  commit: Commitments,
): readonly Ordered[] {
  if (subjectKey === null || order === undefined) return [];
  return [{ ...nameSubject(subjectKey, commit), ...order, at }];
}

/** Whether it may be of what was erased before it was read. */
const isLate = (
  { at, traces }: PreparedEntry,
  latestAt: number,
  erased: ReadonlySet<string>,
): boolean => at <= latestAt || traces.isOfErased || erased.has(traces.answered ?? '');

const isErased = ({ at, kind, traces }: PreparedEntry, until: number | undefined): boolean =>
  until !== undefined && (at <= until || kind === 'outcome' || traces.isOfErased);

/** Its person; of what names only a case, that. */
function namesOf({ subjectKey, cases }: PreparedEntry, commit: Commitments): readonly Forgotten[] {
  if (subjectKey !== null) return [nameSubject(subjectKey, commit)];
  return cases.map(({ agency, caseReference }) => nameCase(agency, caseReference, commit));
}

const nameSubject = (subjectKey: string, commit: Commitments): Forgotten => ({
  ...{ digest: commit.subject(subjectKey), subjectKey },
  ...{ agency: null, caseReference: null },
});

export const nameCase = (
  agency: string,
  caseReference: string,
  commit: Commitments,
): Forgotten => ({
  ...{ digest: commit.case(agency, caseReference), subjectKey: null },
  ...{ agency, caseReference },
});

const uniqueNames = (names: readonly Forgotten[]): readonly Forgotten[] => [
  ...new Map(names.map((one) => [one.digest, one])).values(),
];
