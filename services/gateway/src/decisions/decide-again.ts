import type { DecisionCause } from '@told/codec';
import type { Transaction } from '@told/service';
import type { Ask } from './ask.ts';
import { decideBatch, type Ground } from './decide-batch.ts';
import type { DecidedChange } from './decide-changes.ts';
import { type KeptRow, readKept, readSubjectKeysOf } from './kept-queries.ts';
import type { Decisions } from './open-decisions.ts';
import { lockSubjects } from './queries.ts';
import { readKeptChanges } from './read-changes.ts';
import type { SubjectInterest } from './subject-interest.ts';
import type { SubjectView } from './subject-view.ts';

export interface AgainAsk {
  /** Changes whose bodies are kept, in any order: they are decided by subject and in the order they were told. */
  readonly changeIds: readonly string[];
  readonly cause: Exclude<DecisionCause, 'told'>;
  /** Only these recipients are decided about; the other answers stand as they were given. */
  readonly interestIds: readonly string[];
  /** Marks the releases as sent because of a new interest. */
  readonly backFill: boolean;
}

/** Changes decided at once: bounds the memory of a large back-fill. */
export const AGAIN_MAX = 500;

/**
 * Decides kept changes again, for these interests only, each in a run of its own after those on record, and tells how many decisions were
 * made. The caller holds the subjects of the interests FOR UPDATE, so that what it has just changed is what is decided by. Rejects with
 * TypeError when a change is not kept: it would be left out in silence.
 */
export async function decideAgain(
  tx: Transaction,
  decisions: Decisions,
  { changeIds, cause, interestIds, backFill }: AgainAsk,
): Promise<number> {
  if (changeIds.length === 0 || interestIds.length === 0) return 0;
  const kept = await readKept(tx, changeIds);
  if (kept.length !== new Set(changeIds).size)
    throw new TypeError('a change to decide is not kept');
  const ground = await readGround(tx, decisions, interestIds);
  const interestsBy = Map.groupBy(
    findInterests(ground.subjects, interestIds),
    (one) => one.subjectKey,
  );
  const groups = [...interestsBy].map(([subjectKey, interests]) => ({
    subjectKey,
    interestIds: new Set(interests.map((one) => one.interestId)),
  }));
  let made = 0;
  for (let from = 0; from < kept.length; from += AGAIN_MAX) {
    const rows = kept.slice(from, from + AGAIN_MAX);
    const wanted = rows.flatMap((row) => groups.map((group) => ({ ...group, row, backFill })));
    made += (await decideKept(tx, decisions, { wanted, cause }, ground)).length;
  }
  return made;
}

/** The subjects of these interests, locked, and the rules. What the transaction may have written of them is never remembered. */
async function readGround(
  tx: Transaction,
  decisions: Decisions,
  interestIds: readonly string[],
): Promise<Ground> {
  const rules = await decisions.readRules(tx);
  const locked = await lockSubjects(tx, await readSubjectKeysOf(tx, interestIds));
  return { rules, subjects: await decisions.subjects.read(tx, locked, false) };
}

function findInterests(
  subjects: ReadonlyMap<string, SubjectView>,
  interestIds: readonly string[],
): readonly SubjectInterest[] {
  const wanted = new Set(interestIds);
  return [...subjects.values()].flatMap(({ interests }) =>
    interests.filter((one) => wanted.has(one.interestId)),
  );
}

export interface WantedAgain {
  readonly row: KeptRow;
  readonly subjectKey: string;
  readonly interestIds: ReadonlySet<string>;
  readonly backFill: boolean;
  readonly isOvertaken?: boolean;
  readonly redeliveryOf?: string;
}

/** Decides kept changes in the order given; a change that is wanted twice has a run for each. */
export async function decideKept(
  tx: Transaction,
  decisions: Decisions,
  { wanted, cause }: { readonly wanted: readonly WantedAgain[]; readonly cause: DecisionCause },
  ground: Ground,
): Promise<readonly DecidedChange[]> {
  const told = await readKeptChanges(
    decisions,
    wanted.map(({ row }) => row),
  );
  const runs = new Map<string, number>();
  const asks = told.map((one, index): Ask => {
    const { row, ...asked } = wanted[index] as WantedAgain;
    const run = runs.get(row.changeId) ?? row.nextRun;
    runs.set(row.changeId, run + 1);
    return { told: one, run, cause, ...asked };
  });
  return decideBatch(tx, decisions, asks, ground);
}
