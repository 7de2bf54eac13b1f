import { DatabaseError, nowMicrosOf, type Transaction } from '@told/service';
import { interestIdOf } from '../ids.ts';
import { findNewSets, keepSets, lockBuckets, toSet } from '../matches/digest-sets.ts';
import { type Candidate, findOnlyOne, findPersons } from '../matches/find-persons.ts';
import { askAbout, linkWaiting } from '../matches/link-waiting.ts';
import { seekersOf } from '../matches/own-keys.ts';
import { openReviews, readRejectedLinks } from '../matches/review-queries.ts';
import {
  type Registered,
  type Registration,
  registerInterest,
  type StoredInterest,
} from './interest.ts';
import { lockSurvivors, readSurvivors } from './lock-survivors.ts';
import type { InterestPorts } from './ports.ts';
import { readCaseSubjects, readKnown } from './queries.ts';
import { findWaiting, readWaiting } from './waiting-queries.ts';
import { isOwedBackFill, type MovedInterest, writeMoved } from './write-moved.ts';

type Known = ReadonlyMap<string, StoredInterest>;
type Found = ReadonlyMap<string, readonly Candidate[]>;

const idOf = ({ agency, capacity, caseReference }: Registration): string =>
  interestIdOf(agency, capacity, caseReference);

/**
 * Registers any number of interests in the open transaction, in the order given, one answer each. Where persons with the same digests may
 * meet is locked first, then the subjects FOR UPDATE, and the versions of those concerned are raised: of a registration, a decision and a
 * person told for the first time, one is clearly before the other. The number of statements does not depend on the number of interests,
 * back-fills and links that move apart.
 */
export async function registerInterests(
  tx: Transaction,
  asked: readonly Registration[],
  ports: InterestPorts,
): Promise<readonly Registered[]> {
  await ports.lockFence(tx);
  const wanted = await followMerges(tx, asked);
  const seen = await readById(tx, wanted);
  const { found, waiting } = await lookForPersons(tx, wanted, seen);
  const lockedKeys = await lockConcerned(tx, { wanted, seen, found, waiting });
  const known = await readById(tx, wanted);
  const still = await readWaiting(
    tx,
    waiting.map((one) => one.interestId),
  );
  if ([...known.values(), ...still].some((one) => !lockedKeys.has(one.subjectKey))) {
    throw new DatabaseError('conflict');
  }
  const nowMicros = nowMicrosOf(ports.clock);
  const rejected = await readRejectedLinks(tx, wanted.map(idOf));
  const answers = judge(wanted, { known, found, rejected, nowMicros });
  const linked = linkWaiting(still, found, nowMicros);
  const moved = [...answers.flatMap(movedBy), ...linked.moved];
  const before = [...known.values(), ...still];
  const raisedKeys = before
    .filter((one) => moved.some(({ interest }) => interest.interestId === one.interestId))
    .map((one) => one.subjectKey);
  await writeMoved(tx, moved, { lockedKeys: [...lockedKeys], raisedKeys }, ports);
  const reviews = answers.flatMap((answer) =>
    'interest' in answer && isUncertain(answer.interest)
      ? askAbout(answer.interest, found.get(answer.interest.interestId) ?? [])
      : [],
  );
  await openReviews(tx, [...reviews, ...linked.reviews], nowMicros);
  const asking = answers.flatMap((answer) =>
    answer.kind === 'unchanged' && isOwedBackFill(answer.interest) ? [answer.interest] : [],
  );
  await followUp(tx, [...moved.map((one) => one.interest), ...asking], known, ports);
  return answers;
}

const isUncertain = ({ state }: StoredInterest): boolean =>
  state === 'pending' || state === 'provisional';

const movedBy = (answer: Registered): readonly MovedInterest[] =>
  answer.kind === 'registered' || answer.kind === 'changed'
    ? [{ interest: answer.interest, action: 'registered' }]
    : [];

async function readById(tx: Transaction, wanted: readonly Registration[]): Promise<Known> {
  return new Map((await readKnown(tx, wanted)).map((one) => [one.interestId, one]));
}

/** Intake may have been asked before the gateway learnt that the key had ended, or it ended since: the person goes by the surviving one. */
async function followMerges(
  tx: Transaction,
  asked: readonly Registration[],
): Promise<readonly Registration[]> {
  const survivors = await readSurvivors(
    tx,
    asked.map((one) => one.subjectKey),
  );
  return asked.map((one) => ({
    ...one,
    subjectKey: survivors.get(one.subjectKey) ?? one.subjectKey,
  }));
}

/** Who those without a number may be, and whose waiting ends because somebody is told by number. Locks the buckets of both. */
async function lookForPersons(
  tx: Transaction,
  wanted: readonly Registration[],
  seen: Known,
): Promise<{ readonly found: Found; readonly waiting: readonly StoredInterest[] }> {
  const byNumber = wanted.filter((one) => {
    const known = seen.get(idOf(one));
    const isRefused = known?.state === 'final' && known.subjectKey !== one.subjectKey;
    return one.state === 'final' && !isRefused;
  });
  const added = await findNewSets(tx, byNumber.map(toSet));
  const seekers = wanted
    .filter((one) => one.state === 'pending')
    .map((one) => ({ ...one, interestId: idOf(one) }));
  const told = added.map((one) => one.identityDigests);
  await lockBuckets(tx, [...told, ...seekers.map((one) => one.identityDigests)]);
  await keepSets(tx, added);
  const names = new Set(wanted.map(idOf));
  const ids = (await findWaiting(tx, told)).filter((id) => !names.has(id));
  const waiting = await readWaiting(tx, ids);
  const found = await findPersons(tx, await seekersOf(tx, [...seekers, ...waiting]));
  return { found, waiting };
}

/** Locks every subject that an interest of the batch is, was or may become about. */
async function lockConcerned(
  tx: Transaction,
  {
    wanted,
    seen,
    found,
    waiting,
  }: {
    readonly wanted: readonly Registration[];
    readonly seen: Known;
    readonly found: Found;
    readonly waiting: readonly StoredInterest[];
  },
): Promise<ReadonlySet<string>> {
  const persons = [
    ...wanted.map((one) => one.subjectKey),
    ...[...found.values()].flatMap((one) => findOnlyOne(one)?.subjectKey ?? []),
  ];
  const keys = new Set([
    ...persons,
    ...[...seen.values(), ...waiting].map((one) => one.subjectKey),
  ]);
  // A link that moves lets go of what waits at its case, for whomever.
  for (const one of seen.values()) {
    if (one.state !== 'provisional') continue;
    for (const key of await readCaseSubjects(tx, one)) keys.add(key);
  }
  const survivors = await lockSurvivors(tx, [...keys]);
  // One of them has been merged since it was looked up: look again.
  if (persons.some((key) => survivors.get(key) !== key)) throw new DatabaseError('conflict');
  return keys;
}

function judge(
  wanted: readonly Registration[],
  situation: {
    readonly known: Known;
    readonly found: Found;
    readonly rejected: ReadonlySet<string>;
    readonly nowMicros: number;
  },
): readonly Registered[] {
  const { found, rejected, nowMicros } = situation;
  const known = new Map(situation.known);
  return wanted.map((one): Registered => {
    const interestId = idOf(one);
    const answer = registerInterest(one, {
      known: known.get(interestId),
      onlyOne: findOnlyOne(found.get(interestId) ?? [])?.subjectKey,
      isRejected: (subjectKey) => rejected.has(`${interestId}/${subjectKey}`),
      nowMicros,
    });
    // Named twice in one batch: the second builds on the first.
    if ('interest' in answer) known.set(interestId, answer.interest);
    return answer;
  });
}

/**
 * What the new links bring with them: nothing that waited under the old one; what was told before, if asked for, also if asked again; and
 * then what waits. What was told before takes its place in the line first.
 */
async function followUp(
  tx: Transaction,
  interests: readonly StoredInterest[],
  known: Known,
  ports: InterestPorts,
): Promise<void> {
  const newest = [...new Map(interests.map((one) => [one.interestId, one])).values()];
  for (const interest of newest) {
    const { interestId, subjectKey } = interest;
    const before = known.get(interestId);
    const hasMoved = before !== undefined && before.subjectKey !== subjectKey;
    if (hasMoved && before.state === 'provisional') await ports.dropHeld(tx, { interestId });
    if (isOwedBackFill(interest)) await ports.backFill(tx, { interestId, subjectKey });
  }
  for (const interest of newest) {
    const wasUncertain = known.get(interest.interestId)?.state === 'provisional';
    if (wasUncertain && interest.state === 'final') await ports.releaseHold(tx, interest);
  }
}
