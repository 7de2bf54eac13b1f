import type { ClaimantChange } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import { arrangeBySequence, DatabaseError, failpoint, type Transaction } from '@told/service';
import type { RestoredRow } from '../restore/write-restored.ts';
import { CHANGES_TOPIC } from '../topics.ts';
import type { Ask } from './ask.ts';
import { decideBatch } from './decide-batch.ts';
import { DECIDED_IDS } from './decided-ids.ts';
import { findSurvivor } from './merge-queries.ts';
import { type Merge, mergeRestored, mergeSubjects } from './merge-subjects.ts';
import type { Decisions } from './open-decisions.ts';
import { checkUnprotected, mayMoveProtection } from './protection.ts';
import { lockSubjects } from './queries.ts';
import { type ChangeArrival, readChanges } from './read-changes.ts';
import { listDecided, listLaterAlone, takeUpDecided, takeUpLaterAlone } from './take-up-decided.ts';

/** Decides one batch of changes in the open transaction and tells how many. */
export type Decider = (tx: Transaction, records: readonly StoredRecord[]) => Promise<number>;

/** The first decision on a change; deciding again has its own numbers. */
const FIRST_RUN = 1;

/**
 * One batch of told.changes, all in the open transaction: reads, sorts out duplicates, gaps and forks, locks the fence of suspensions, then
 * subjects, then cases, each in sorted order, decides, keeps the decisions, and publishes them with the releases. The number of statements
 * does not depend on the number of records, undecodable ones and merged subjects apart.
 */
export function createDecider(decisions: Decisions): Decider {
  const { matching, restored, subjects } = decisions;
  return async (tx, records) => {
    const keyEpoch = await decisions.keys.epoch();
    const arrivals = await readChanges(tx, decisions, records);
    const { next } = await arrangeBySequence(tx, CHANGES_TOPIC, arrivals, DECIDED_IDS);
    if (next.length === 0) return 0;
    failpoint('decide-arranged');
    const rules = await decisions.readRules(tx);
    const changes = next.map((one) => one.change);
    const decidedBefore = await restored.take(tx, next);
    const linked = await matching.linkPending(tx, changes);
    const merged = await findMerges(tx, changes);
    const toChange =
      decidedBefore.length > 0 ||
      linked.length > 0 ||
      merged.length > 0 ||
      (await mayMoveProtection(tx, next));
    const keys = [...next.map((one) => one.key), ...linked, ...merged.map((one) => one.into)];
    const locked = await lockSubjects(tx, [...new Set(keys)].sort(), { toChange });
    failpoint('decide-locked');
    if (!toChange) checkUnprotected(next, locked);
    const views = await subjects.read(tx, locked, !toChange);
    const done = await takeUpDecided(tx, decisions, decidedBefore, next, views);
    const open = next.filter(({ id }) => !done.has(id));
    const laterAlone = listLaterAlone(decidedBefore);
    const asks = open.map(askFirst).map((ask) => leaveOut(ask, laterAlone));
    await decideBatch(tx, decisions, asks, { subjects: views, rules });
    await takeUpLaterAlone(tx, decisions, laterAlone, next);
    for (const one of merged) {
      const isPartlyMade = done.has(one.changeId) || (await restored.takeUpMerge(tx, one));
      if (isPartlyMade) await mergeRestored(tx, decisions, one);
      else await mergeSubjects(tx, decisions, one);
    }
    // Whoever erases destroys first, and then waits for the subjects that are locked here: what was opened before may not leave after.
    if ((await decisions.keys.epoch()) !== keyEpoch) throw new DatabaseError('conflict');
    return next.length;
  };
}

/** The keys that these changes end, each with the one that stands for it by now. */
async function findMerges(
  tx: Transaction,
  changes: readonly ClaimantChange[],
): Promise<readonly (Merge & { readonly changeId: string })[]> {
  const merges: (Merge & { readonly changeId: string })[] = [];
  for (const { changeId, subjectKey, mergedInto } of changes) {
    if (mergedInto === null) continue;
    const into = await findSurvivor(tx, mergedInto);
    if (into !== subjectKey) merges.push({ changeId, from: subjectKey, into });
  }
  return merges;
}

const askFirst = (arrival: ChangeArrival): Ask => ({
  told: arrival,
  run: FIRST_RUN,
  cause: 'told',
  subjectKey: arrival.key,
  interestIds: null,
  backFill: false,
});

/** Whoever later runs on the change have decided about, which the log has though it has lost its first. */
const leaveOut = (ask: Ask, later: readonly RestoredRow[]): Ask =>
  later.length === 0
    ? ask
    : { ...ask, exceptInterestIds: listDecided(later, ask.told.change.changeId) };
