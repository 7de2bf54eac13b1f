import {
  DatabaseError,
  eventHeaders,
  MICROS_PER_MS,
  type Statement,
  type Transaction,
} from '@told/service';
import { interestVersionIdOf } from '../ids.ts';
import { moveMatches } from '../matches/move-matches.ts';
import { INTERESTS_TOPIC } from '../topics.ts';
import { decideAgain } from './decide-again.ts';
import { readLatest, readLatestOfMerged } from './kept-queries.ts';
import { mergeAnnulments } from './merge-annulments.ts';
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
    (await decideAgain(tx, decisions, forMoved)) +
    (await decideAgain(tx, decisions, forStayed)) +
    (await mergeAnnulments(tx, decisions, merge));
  await moveKeptChanges(tx, merge);
  return made;
}

// What a case was decided about already, also in a run that was taken up, is not decided for it again.
const READ_UNDECIDED: Statement = {
  name: 'gateway_read_latest_kept_changes_undecided',
  text: `SELECT k.change_id AS "changeId" FROM kept_change k
         WHERE k.subject_key = $1 AND k.is_latest
               AND NOT EXISTS (SELECT FROM decision_recipient r WHERE r.change_id = k.change_id AND r.interest_id = $2)`,
};

/**
 * The same after a backup was restored: interests, consents and decisions are back as far as the log has them, and what follows from the
 * changes themselves moves. Of what the merge said too the log may have a part only, since its partitions are sent side by side: interests
 * and consents that it left under the closed key move now, and such an interest is given what nobody has decided for it yet.
 */
export async function mergeRestored(
  tx: Transaction,
  decisions: Decisions,
  merge: Merge,
): Promise<void> {
  if (!(await closeSubject(tx, merge))) throw new DatabaseError('conflict');
  const nowMs = decisions.moment().nowMs;
  const moved = await moveInterests(tx, merge, nowMs * MICROS_PER_MS);
  await publishMoved(tx, decisions, moved, nowMs);
  await shareResting(tx, merge);
  await mergeConsents(tx, { ...decisions, clock: { nowMs: () => nowMs } }, merge);
  await moveMatches(tx, merge);
  for (const { interestId } of moved) {
    const { rows } = await tx.query<{ changeId: string }>(READ_UNDECIDED, [merge.into, interestId]);
    const changeIds = rows.map((one) => one.changeId);
    const interestIds = [interestId];
    await decideAgain(tx, decisions, { changeIds, interestIds, cause: 'merged', backFill: true });
  }
  await mergeAnnulments(tx, decisions, merge);
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
        id: interestVersionIdOf(interest.interestId, interest.version),
        source: 'told/gateway',
        type: 'Interest',
        timeMs,
      }),
    })),
  );
}
