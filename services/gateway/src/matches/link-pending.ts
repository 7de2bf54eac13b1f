import type { ClaimantChange } from '@told/codec';
import { DatabaseError, nowMicrosOf, type Transaction } from '@told/service';
import { lockSurvivors } from '../interests/lock-survivors.ts';
import { findWaiting, readWaiting } from '../interests/waiting-queries.ts';
import { type InterestWriter, writeMoved } from '../interests/write-moved.ts';
import {
  type DigestSet,
  findNewSets,
  keepSets,
  lockBuckets,
  nameSet,
  toSet,
} from './digest-sets.ts';
import { findOnlyOne, findPersons } from './find-persons.ts';
import { linkWaiting } from './link-waiting.ts';
import { seekersOf } from './own-keys.ts';
import { openReviews } from './review-queries.ts';

/** What a change says of its person. */
type PersonTold = Pick<ClaimantChange, 'subjectKey' | 'identityDigests' | 'identityDigestsBefore'>;

/**
 * Remembers what the changes of a batch say of their persons, and links the interests that were waiting for one of them: provisionally, to
 * whom exactly one set of particulars fits; otherwise a person is asked. Call it after the fence and before any subject is locked. Gives the
 * subjects it has locked FOR UPDATE: none, or all of the batch and those that the interests waited under.
 */
export type LinkPending = (
  tx: Transaction,
  changes: readonly PersonTold[],
) => Promise<readonly string[]>;

/** Some 200 bytes each. */
const REMEMBERED_MAX = 20_000;

export function createLinkPending(
  ports: InterestWriter,
  rememberedMax = REMEMBERED_MAX,
): LinkPending {
  const known = createKnownSets(rememberedMax);
  return async (tx, changes) => {
    const told = changes.flatMap(setsOf).filter((set) => !known.has(set));
    if (told.length === 0) return [];
    const added = await findNewSets(tx, told);
    known.remember(tx, told, added);
    if (added.length === 0) return [];
    const digests = added.map((one) => one.identityDigests);
    await lockBuckets(tx, digests);
    await keepSets(tx, added);
    const ids = await findWaiting(tx, digests);
    const batch = changes.map((one) => one.subjectKey);
    return ids.length === 0 ? [] : linkFound(tx, ids, batch, ports);
  };
}

async function linkFound(
  tx: Transaction,
  interestIds: readonly string[],
  batch: readonly string[],
  ports: InterestWriter,
): Promise<readonly string[]> {
  const seen = await readWaiting(tx, interestIds);
  const found = await findPersons(tx, await seekersOf(tx, seen));
  const links = [...found.values()].flatMap((one) => findOnlyOne(one)?.subjectKey ?? []);
  const waitingKeys = seen.map((one) => one.subjectKey);
  const lockedKeys = [...new Set([...batch, ...waitingKeys, ...links])];
  const survivors = await lockSurvivors(tx, lockedKeys);
  // One of them has been merged since it was found: find again.
  if (links.some((key) => survivors.get(key) !== key)) throw new DatabaseError('conflict');
  const waiting = await readWaiting(tx, interestIds);
  if (waiting.some((one) => !lockedKeys.includes(one.subjectKey))) {
    throw new DatabaseError('conflict');
  }
  const nowMicros = nowMicrosOf(ports.clock);
  const { moved, reviews } = linkWaiting(waiting, found, nowMicros);
  await writeMoved(tx, moved, { lockedKeys, raisedKeys: waitingKeys }, ports);
  await openReviews(tx, reviews, nowMicros);
  return lockedKeys;
}

const setsOf = ({
  subjectKey,
  identityDigests,
  identityDigestsBefore,
}: PersonTold): readonly DigestSet[] =>
  [identityDigests, identityDigestsBefore].flatMap((digests) =>
    digests === null ? [] : [toSet({ subjectKey, identityDigests: digests })],
  );

/** Sets that the database is known to hold. What a transaction adds is not known before another one finds it: it may be rolled back. */
function createKnownSets(max: number) {
  const known = new Set<string>();
  const addedBy = new WeakMap<Transaction, Set<string>>();
  return {
    has: (set: DigestSet): boolean => known.has(nameSet(set)),
    remember(tx: Transaction, told: readonly DigestSet[], added: readonly DigestSet[]): void {
      const mine = addedBy.get(tx) ?? new Set<string>();
      for (const set of added) mine.add(nameSet(set));
      addedBy.set(tx, mine);
      for (const set of told) {
        const name = nameSet(set);
        if (!mine.has(name)) known.add(name);
      }
      // A Set keeps the order of insertion: the first is the oldest.
      for (const oldest of known) {
        if (known.size <= max) break;
        known.delete(oldest);
      }
    },
  };
}
