import type { Codec, Interest } from '@told/codec';
import {
  type Clock,
  DatabaseError,
  eventHeaders,
  type Publisher,
  type Transaction,
} from '@told/service';
import { INTERESTS_TOPIC } from '../topics.ts';
import {
  type Registered,
  type Registration,
  registerInterest,
  type StoredInterest,
} from './interest.ts';
import {
  addCases,
  findInterest,
  lockSubjectsForChange,
  raiseVersions,
  readKnown,
  writeInterests,
} from './queries.ts';

export interface InterestPorts {
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

const MICROS_PER_MS = 1000;
const nameOf = ({ agency, capacity, caseReference }: Registration): string =>
  `${agency}/${capacity}/${caseReference}`;

/**
 * Registers any number of interests in the open transaction, in the order given, one answer each. The subjects are locked FOR UPDATE
 * and the versions of those concerned raised, so that every decision is clearly before or after. The number of statements does not
 * depend on the number of interests.
 */
export async function registerInterests(
  tx: Transaction,
  wanted: readonly Registration[],
  ports: InterestPorts,
): Promise<readonly Registered[]> {
  const subjectKeys = [...new Set(wanted.map((one) => one.subjectKey))].sort();
  await lockSubjectsForChange(tx, subjectKeys);
  const known = new Map((await readKnown(tx, wanted)).map((one) => [nameOf(one), one]));
  const nowMicros = ports.clock.nowMs() * MICROS_PER_MS;
  const answers = wanted.map((one): Registered => {
    const answer = registerInterest(one, known.get(nameOf(one)), nowMicros);
    // Named twice in one batch: the second builds on the first.
    if (answer.kind !== 'other-person') known.set(nameOf(one), answer.interest);
    return answer;
  });
  const moved = answers.flatMap((one) =>
    one.kind === 'registered' || one.kind === 'changed' ? [one.interest] : [],
  );
  await keepMoved(tx, moved, 'registered', ports);
  return answers;
}

export type Ended =
  | { readonly kind: 'ended' | 'unchanged'; readonly interest: StoredInterest }
  | { readonly kind: 'interest-unknown' | 'date-order' };

/** Ends an agency's own interest: what occurred after the last day no longer reaches it. */
export async function endInterest(
  tx: Transaction,
  end: { readonly interestId: string; readonly agency: string; readonly until: string },
  ports: InterestPorts,
): Promise<Ended> {
  const seen = await findInterest(tx, end.interestId, end.agency);
  if (seen === undefined) return { kind: 'interest-unknown' };
  await lockSubjectsForChange(tx, [seen.subjectKey]);
  const interest = await findInterest(tx, end.interestId, end.agency);
  if (interest === undefined) return { kind: 'interest-unknown' };
  if (end.until < interest.from) return { kind: 'date-order' };
  if (end.until === interest.until) return { kind: 'unchanged', interest };
  const ended = {
    ...interest,
    version: interest.version + 1,
    until: end.until,
    changedAt: ports.clock.nowMs() * MICROS_PER_MS,
  };
  await keepMoved(tx, [ended], 'ended', ports);
  return { kind: 'ended', interest: ended };
}

async function keepMoved(
  tx: Transaction,
  moved: readonly StoredInterest[],
  action: Interest['action'],
  { codec, publisher, clock }: InterestPorts,
): Promise<void> {
  if (moved.length === 0) return;
  await raiseVersions(tx, [...new Set(moved.map((one) => one.subjectKey))]);
  // One statement cannot move a row twice: of several versions in a batch the newest is kept, and each is told.
  const newest = [...new Map(moved.map((one) => [one.interestId, one])).values()];
  await addCases(tx, newest);
  const written = await writeInterests(tx, newest);
  // Somebody has registered one of these cases for another person since it was read: read again.
  if (written !== newest.length) throw new DatabaseError('conflict');
  const encode = codec.encoder('Interest', INTERESTS_TOPIC);
  const timeMs = clock.nowMs();
  await publisher.publish(
    tx,
    moved.map((interest) => ({
      topic: INTERESTS_TOPIC,
      key: `${interest.agency}/${interest.caseReference}`,
      value: encode({ ...interest, action }),
      headers: eventHeaders({
        id: interest.interestId,
        source: 'told/gateway',
        type: 'Interest',
        timeMs,
      }),
    })),
  );
}
