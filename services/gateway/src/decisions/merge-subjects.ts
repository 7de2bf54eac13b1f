import { DatabaseError, eventHeaders, type Transaction } from '@told/service';
import { moveMatches } from '../matches/move-matches.ts';
import { INTERESTS_TOPIC } from '../topics.ts';
import { decideAgain } from './decide-again.ts';
import { readLatest, readLatestOfMerged } from './kept-queries.ts';
import { mergeConsents, shareResting } from './merge-consents.ts';
import {
  closeSubject,
  type MovedInterest,
  moveInterests,
  moveKeptChanges,
  readInterestIds,
} from './merge-queries.ts';
import type { Decisions } from './open-decisions.ts';

/** Two keys that turned out to stand for one person. */
export interface Merge {
  /** Nothing is told under this one any more. */
  readonly from: string;
  /** The surviving one. */
  readonly into: string;
}

const MICROS_PER_MS = 1000;

/**
 * Makes two subjects one: interests, consents, what is known of the identity, protection and kept changes move to the surviving key, and
 * what was told of each side is decided for the other's interests, marked as back-fill. The caller holds both subjects FOR UPDATE; the
 * versions of both are raised. Merging again changes nothing. Answers how many decisions were made.
 */
export async function mergeSubjects(
  tx: Transaction,
  decisions: Decisions,
  merge: Merge,
): Promise<number> {
  const nowMs = decisions.moment().nowMs;
  const nowMicros = nowMs * MICROS_PER_MS;
  const isClosed = await closeSubject(tx, merge);
  // The other side has been merged itself meanwhile: read again, and merge into whoever survives.
  if (!isClosed) throw new DatabaseError('conflict');
  const stayed = await readInterestIds(tx, merge.into);
  const told = {
    from: await readLatestOfMerged(tx, merge),
    into: await readLatest(tx, merge.into),
  };
  const moved = await moveInterests(tx, merge, nowMicros);
  await publishMoved(tx, decisions, moved, nowMs);
  await mergeConsents(tx, { ...decisions, clock: { nowMs: () => nowMs } }, merge);
  await moveMatches(tx, merge);
  const movedIds = moved.map((one) => one.interestId);
  const again = { cause: 'merged', backFill: true } as const;
  const forMoved = { ...again, changeIds: told.into, interestIds: movedIds };
  const forStayed = { ...again, changeIds: told.from, interestIds: stayed };
  const made =
    (await decideAgain(tx, decisions, forMoved)) + (await decideAgain(tx, decisions, forStayed));
  await moveKeptChanges(tx, merge);
  return made;
}

/**
 * The same after a backup was restored: interests, consents and decisions are back as the log has them, and only what follows from the
 * changes themselves moves.
 */
export async function mergeRestored(tx: Transaction, merge: Merge): Promise<void> {
  if (!(await closeSubject(tx, merge))) throw new DatabaseError('conflict');
  await shareResting(tx, merge);
  await moveMatches(tx, merge);
  await moveKeptChanges(tx, merge);
}

async function publishMoved(
  tx: Transaction,
  { codec, publisher }: Decisions,
  moved: readonly MovedInterest[],
  timeMs: number,
): Promise<void> {
  const encode = codec.encoder('Interest', INTERESTS_TOPIC);
  await publisher.publish(
    tx,
    moved.map((interest) => ({
      topic: INTERESTS_TOPIC,
      key: `${interest.agency}/${interest.caseReference}`,
      value: encode({ ...interest, action: 'moved' }),
      headers: eventHeaders({
        id: interest.interestId,
        source: 'told/gateway',
        type: 'Interest',
        timeMs,
      }),
    })),
  );
}
