import { failpoint, type Transaction, together } from '@told/service';
import type { Ask } from './ask.ts';
import { type Chains, readChains } from './chains.ts';
import {
  type Decided,
  type DecidedChange,
  decideChanges,
  type Moment,
  type Situation,
} from './decide-changes.ts';
import { holdChanges, keepChanges } from './keep-changes.ts';
import { trackLeft } from './left-releases.ts';
import type { Conflict, Decisions } from './open-decisions.ts';
import { type CaseName, lockCases, moveCases, protectSubjects } from './queries.ts';
import type { Rules } from './rules.ts';
import type { SubjectInterest } from './subject-interest.ts';
import { readInterestsById, type SubjectView } from './subject-view.ts';
import { keepDecisions } from './write-decisions.ts';

/** What was locked and read before the cases. */
export interface Ground {
  readonly subjects: ReadonlyMap<string, SubjectView>;
  readonly rules: Rules;
  /** Cases locked already, and how they are taken to stand; the others are locked here. */
  readonly cases?: Situation['cases'];
  /** The batch ends with the first change that is held. */
  readonly stopAtHold?: boolean;
}

/**
 * Decides these changes in order, in the open transaction: locks the cases concerned, decides, keeps the decisions and publishes them with
 * the releases. The subjects are locked. The number of statements does not depend on the number of changes; what a batch does not need,
 * chains, holds and consents, costs it none. Answers what was decided.
 */
export async function decideBatch(
  tx: Transaction,
  decisions: Decisions,
  asks: readonly Ask[],
  ground: Ground,
): Promise<readonly DecidedChange[]> {
  const { subjects, rules } = ground;
  const previous = asks.flatMap(({ told }) => told.change.previousChangeId ?? []);
  const chains = await readChains(tx, previous);
  const former = await readFormer(tx, asks, chains, subjects);
  const cases = ground.cases ?? (await lockCases(tx, listCases(asks, subjects, former)));
  const moment = decisions.moment();
  const changeIds = asks.map(({ told }) => told.change.changeId);
  const left = trackLeft(await decisions.restored.readLeft(tx, changeIds));
  const situation: Situation = { subjects, cases, chains, former, left };
  const options = { stopAtHold: ground.stopAtHold ?? false };
  const outcome = decideChanges(asks, situation, rules, moment, options);
  failpoint('decide-decided');
  await writeDecided(tx, decisions, outcome, { subjects, left }, moment);
  failpoint('decide-written');
  return outcome.decided;
}

/**
 * Interests that were given something of a chain, or are asked about by name, and may not be their subject's any more: those of the batch's
 * other subjects, which are known, and whoever is none of theirs. Usually none, and no statement.
 */
async function readFormer(
  tx: Transaction,
  asks: readonly Ask[],
  chains: Chains,
  subjects: ReadonlyMap<string, SubjectView>,
): Promise<ReadonlyMap<string, SubjectInterest>> {
  const previous = asks.flatMap(({ told }) => told.change.previousChangeId ?? []);
  const named = asks.flatMap(({ interestIds }) => [...(interestIds ?? [])]);
  if (previous.length === 0 && named.length === 0) return new Map();
  const given = previous.flatMap((changeId) => chains.givenIn(chains.rootOf(changeId) ?? changeId));
  // Also of what this very batch gives.
  const asked = listAsked(asks, subjects);
  const known = new Map(asked.map((one): [string, SubjectInterest] => [one.interestId, one]));
  const concerned = [...given.map((one) => one.interestId), ...named];
  const gone = concerned.filter((interestId) => !known.has(interestId));
  const interests = await readInterestsById(tx, [...new Set(gone)]);
  for (const one of interests) known.set(one.interestId, one);
  return known;
}

const listAsked = (
  asks: readonly Ask[],
  subjects: ReadonlyMap<string, SubjectView>,
): readonly SubjectInterest[] =>
  [...new Set(asks.map((one) => one.subjectKey))].flatMap(
    (key) => subjects.get(key)?.interests ?? [],
  );

function listCases(
  asks: readonly Ask[],
  subjects: ReadonlyMap<string, SubjectView>,
  former: ReadonlyMap<string, SubjectInterest>,
): readonly CaseName[] {
  return [...listAsked(asks, subjects), ...former.values()];
}

async function writeDecided(
  tx: Transaction,
  { matching, publisher, encode, restored }: Decisions,
  { decided, movedCases, protections }: Decided,
  { subjects, left }: Pick<Situation, 'subjects' | 'left'>,
  { nowMs }: Moment,
): Promise<void> {
  const records = decided.map((one) => encode(withoutLeft(one, left), nowMs));
  const named = decided.flatMap(({ recipients }) => recipients.flatMap((one) => one.releases));
  const leftBefore = named.flatMap(({ releaseId }) => (left.ids.has(releaseId) ? [releaseId] : []));
  await together([
    protectSubjects(tx, protections),
    moveCases(tx, movedCases),
    keepDecisions(
      tx,
      decided,
      left.ids,
      records.map((one) => one.decision.value),
    ),
    publisher.publish(
      tx,
      records.flatMap(({ releases, decision }) => [...releases, decision]),
    ),
    restored.forgetLeft(tx, leftBefore),
    keepWhatWaits(tx, matching, decided, subjects),
  ]);
}

/** The bodies that may be decided again, what is held, and what a person must look at: each names what was written before it. */
async function keepWhatWaits(
  tx: Transaction,
  matching: Decisions['matching'],
  decided: readonly DecidedChange[],
  subjects: Situation['subjects'],
): Promise<void> {
  const first = decided.filter(({ ask }) => ask.cause === 'told');
  if (first.length > 0) await keepChanges(tx, first);
  await holdChanges(tx, decided);
  const conflicts = findConflicts(decided, subjects);
  if (conflicts.length > 0) await matching.openReviews(tx, conflicts);
}

/** What left before a restore does not leave again. */
function withoutLeft(one: DecidedChange, left: Situation['left']): DecidedChange {
  if (left.ids.size === 0) return one;
  const recipients = one.recipients.map((recipient) => ({
    ...recipient,
    releases: recipient.releases.filter(({ releaseId }) => !left.ids.has(releaseId)),
  }));
  return { ...one, recipients };
}

/**
 * What a person must look at: holds for what the digests say, of interests that are otherwise sure, and of those that wait under the very key
 * that is told of. Provisional ones are under review.
 */
function findConflicts(
  decided: readonly DecidedChange[],
  subjects: ReadonlyMap<string, SubjectView>,
): readonly Conflict[] {
  return decided.flatMap(({ ask, recipients }) =>
    recipients.flatMap((one): Conflict[] => {
      if (one.reason !== 'match-unconfirmed') return [];
      const interest = subjects
        .get(ask.subjectKey)
        ?.interests.find(({ interestId }) => interestId === one.interestId);
      if (interest?.state !== 'final' && interest?.state !== 'pending') return [];
      return [{ interest, change: ask.told.change }];
    }),
  );
}
