import type { Transaction } from '@told/service';
import { type Commitments, commitWith } from '../entries/commitments.ts';
import type { Arrival } from '../entries/read-records.ts';
import { ACTIONS_PREFIX } from '../topics.ts';
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
import { isOfErased, releaseIdsOf } from './release-ids.ts';

/** A record that has just been entered. */
export interface Entered extends Pick<Arrival, 'source' | 'described'> {
  readonly at: number;
  readonly index: number;
}

export interface NoteOptions {
  readonly ledger: number;
  /** The database's own secret: what makes the digests. */
  readonly markKey: Buffer;
  readonly erased: ErasedBefore;
}

/** Whose word it is that keys were destroyed: nobody else's can take evidence away. */
const INTAKE_ACTIONS = `${ACTIONS_PREFIX}intake`;
const KEYS_DESTROYED = 'keys-destroyed';

/** Releases that answers name, of which some may have been erased people's. */
export const answeredReleases = (arrivals: readonly Pick<Arrival, 'described'>[]) =>
  arrivals.flatMap(({ described }) => releaseOf(described) ?? []);

const releaseOf = ({ kind, facts }: Arrival['described']): string | undefined =>
  kind === 'outcome' ? String(facts['releaseId']) : undefined;

/**
 * Writes down, in the transaction that enters them, whose openings are to be forgotten: of those whose keys were destroyed, and of erased people of
 * whom something comes late. Topics are read in any order, and all of them again after a restore.
 */
export async function noteErasures(
  tx: Transaction,
  entered: readonly Entered[],
  { ledger, markKey, erased }: NoteOptions,
): Promise<void> {
  const commit = commitWith(markKey);
  const ordered = entered.flatMap((one) => orderOf(one, commit));
  const latestAt = Math.max(erased.latestAt ?? -1, ...ordered.map(({ at }) => at));
  // Nobody was ever erased.
  if (latestAt < 0) return;
  await orderForgetting(tx, ordered);
  const answered = new Set(erased.releaseIds);
  const late = entered
    .filter((one) => isLate(one, latestAt, answered))
    .flatMap((one) => namesOf(one, commit).map((name) => ({ ...one, name })));
  if (late.length === 0) return;
  const until = await findErasedUntil(
    tx,
    late.map(({ name }) => name.digest),
  );
  const found = late.filter((one) => isErased(one, until.get(one.name.digest)));
  const decided = found.filter(({ described }) => described.kind === 'decision');
  // By its change a decision is found, whose entry has nothing to open any more: nobody else could find this one later.
  await forgetEntries(
    tx,
    decided.map(({ index }) => ({ ledger, index })),
  );
  await keepErasedReleases(
    tx,
    decided.flatMap(({ described }) => releaseIdsOf(described.facts)),
  );
  const others = found.filter(({ described }) => described.kind !== 'decision');
  await orderAgain(tx, uniqueNames(others.map(({ name }) => name)));
}

function orderOf({ source, described, at }: Entered, commit: Commitments): readonly Ordered[] {
  const { subjectKey, facts } = described;
  const { action, recordId, records } = facts;
  if (source.topic !== INTAKE_ACTIONS || action !== KEYS_DESTROYED) return [];
  if (subjectKey === null || typeof recordId !== 'string') return [];
  const keys = typeof records === 'number' ? records : 1;
  return [{ ...nameSubject(subjectKey, commit), erasureId: recordId, at, keys }];
}

/** Whether it may be of what was erased before it was read. */
function isLate({ described, at }: Entered, latestAt: number, erased: ReadonlySet<string>) {
  if (at <= latestAt) return true;
  if (described.kind === 'decision') return isOfErased(described.facts);
  return erased.has(releaseOf(described) ?? '');
}

function isErased({ described, at }: Entered, until: number | undefined): boolean {
  if (until === undefined) return false;
  if (at <= until || described.kind === 'outcome') return true;
  return described.kind === 'decision' && isOfErased(described.facts);
}

/** Its person; of what names only a case, that. */
function namesOf({ described }: Entered, commit: Commitments): readonly Forgotten[] {
  const { subjectKey, cases } = described;
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
