import type { Codec, Interest } from '@told/codec';
import {
  type Clock,
  DatabaseError,
  eventHeaders,
  type Publisher,
  type Transaction,
} from '@told/service';
import { interestVersionIdOf } from '../ids.ts';
import { INTERESTS_TOPIC } from '../topics.ts';
import type { StoredInterest } from './interest.ts';
import { addCases, raiseVersions, writeInterests } from './queries.ts';

export interface InterestWriter {
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

/** The next version of an interest, and what made it. */
export interface MovedInterest {
  readonly interest: StoredInterest;
  readonly action: Interest['action'];
}

/**
 * Keeps the next versions of interests and tells the log. `lockedKeys`: every subject locked FOR UPDATE in this transaction, whom the
 * interests belonged to before and belong to now among them; `raisedKeys`: those whose fence moves. Throws DatabaseError `conflict` when
 * somebody has moved one of these interests to another subject since it was read.
 */
export async function writeMoved(
  tx: Transaction,
  moved: readonly MovedInterest[],
  keys: { readonly lockedKeys: readonly string[]; readonly raisedKeys: readonly string[] },
  { codec, publisher, clock }: InterestWriter,
): Promise<void> {
  if (moved.length === 0) return;
  const raised = [...keys.raisedKeys, ...moved.map((one) => one.interest.subjectKey)];
  const versions = await raiseVersions(tx, [...new Set(raised)]);
  // One statement cannot move a row twice: of several versions in a batch the newest is kept, and each is told.
  const newest = [
    ...new Map(moved.map(({ interest }) => [interest.interestId, interest])).values(),
  ];
  await addCases(tx, newest);
  const written = await writeInterests(tx, newest.map(settleBackFill), keys.lockedKeys);
  if (written !== newest.length) throw new DatabaseError('conflict');
  const encode = codec.encoder('Interest', INTERESTS_TOPIC);
  const timeMs = clock.nowMs();
  await publisher.publish(
    tx,
    moved.map(({ interest, action }) => ({
      topic: INTERESTS_TOPIC,
      key: `${interest.agency}/${interest.caseReference}`,
      value: encode({
        ...settleBackFill(interest),
        action,
        subjectVersion: versions.get(interest.subjectKey) ?? null,
      }),
      headers: eventHeaders({
        id: interestVersionIdOf(interest.interestId, interest.version),
        source: 'told/gateway',
        type: 'Interest',
        timeMs,
      }),
    })),
  );
}

/** Whose person is certain is given what was told before in this very transaction, by whoever wrote it. */
const settleBackFill = (interest: StoredInterest): StoredInterest =>
  isOwedBackFill(interest) ? { ...interest, asksBackFill: false } : interest;

export const isOwedBackFill = ({ state, asksBackFill }: StoredInterest): boolean =>
  state === 'final' && asksBackFill;
