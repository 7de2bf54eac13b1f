import { isThirdParty } from '@told/agreements';
import { DatabaseError, nowMicrosOf, type Transaction } from '@told/service';
import type { StoredInterest } from '../interests/interest.ts';
import { lockSurvivors } from '../interests/lock-survivors.ts';
import type { InterestPorts } from '../interests/ports.ts';
import { findInterest, raiseVersions, readCaseSubjects } from '../interests/queries.ts';
import { isOwedBackFill, writeMoved } from '../interests/write-moved.ts';
import { type Closing, closeAnswered, closeReview, rejectLink } from './close-reviews.ts';
import { findReview, type MatchReview } from './review-queries.ts';

export interface WantedVerdict {
  readonly reviewId: string;
  readonly agency: string;
  readonly verdict: 'confirm' | 'reject';
  /** The officer's reference at its agency, and no name. */
  readonly officer: string;
  readonly reason: string;
}

export type ReviewDecided =
  | {
      readonly kind: 'decided' | 'unchanged';
      /** Who an officer has said that the case is about: intake must know. Null where that is not what they said, or no longer so. */
      readonly confirmed: ConfirmedCase | null;
    }
  | { readonly kind: 'match-review-unknown' | 'match-decided' };

/** A case and its person, of whom no number was told. */
export interface ConfirmedCase {
  readonly agency: string;
  readonly caseReference: string;
  readonly subjectKey: string;
}

interface Reviewed {
  readonly review: MatchReview;
  readonly interest: StoredInterest;
  readonly lockedKeys: readonly string[];
  readonly closing: Closing;
}

/**
 * An officer says whether a case is about a person. Confirmed, the case has its person for certain and what waited is decided, in order.
 * Rejected, a link by particulars is refused and never made again; of a case that has its person, the person stays and only what was told
 * with this difference is refused. The same verdict again changes nothing.
 */
export async function decideReview(
  tx: Transaction,
  wanted: WantedVerdict,
  ports: InterestPorts,
): Promise<ReviewDecided> {
  await ports.lockFence(tx);
  const found = await lockReviewed(tx, wanted);
  if (found === undefined) return { kind: 'match-review-unknown' };
  const { review, interest } = found;
  const state = wanted.verdict === 'confirm' ? 'confirmed' : 'rejected';
  if (review.state !== 'open') {
    if (review.state !== state) return { kind: 'match-decided' };
    return { kind: 'unchanged', confirmed: readConfirmed(found, state) };
  }
  const isPerson = interest.subjectKey === review.subjectKey;
  const isUncertain = interest.state === 'pending' || interest.state === 'provisional';
  // Its case has another person by now, or none for good.
  if (!isUncertain && !(isPerson && interest.state === 'final')) return { kind: 'match-decided' };
  const { officer, reason } = wanted;
  const closing = { officer, reason, atMicros: nowMicrosOf(ports.clock) };
  const reviewed = { ...found, closing };
  if (!isUncertain) await judgeDifference(tx, reviewed, state, ports);
  else if (wanted.verdict === 'reject') await refuseLink(tx, reviewed, ports);
  else {
    const linked = await confirmLink(tx, reviewed, ports);
    return { kind: 'decided', confirmed: readConfirmed({ review, interest: linked }, state) };
  }
  return { kind: 'decided', confirmed: readConfirmed(found, state) };
}

/** A case's own person is the claimant: an interest in a partner says nothing about who that is. */
function readConfirmed(
  { review, interest }: Pick<Reviewed, 'review' | 'interest'>,
  state: 'confirmed' | 'rejected',
): ConfirmedCase | null {
  const { agency, capacity, caseReference, subjectKey, matched } = interest;
  const isLinked = interest.state === 'final' && matched === 'officer';
  const isOfCase = subjectKey === review.subjectKey && !isThirdParty(capacity);
  return state === 'confirmed' && isLinked && isOfCase
    ? { agency, caseReference, subjectKey }
    : null;
}

async function lockReviewed(
  tx: Transaction,
  { reviewId, agency }: WantedVerdict,
): Promise<Omit<Reviewed, 'closing'> | undefined> {
  const seen = await findReview(tx, reviewId, agency);
  const known = seen && (await findInterest(tx, seen.interestId, agency));
  if (seen === undefined || known === undefined) return undefined;
  const ofCase = await readCaseSubjects(tx, known);
  const lockedKeys = [...new Set([seen.subjectKey, known.subjectKey, ...ofCase])];
  const survivors = await lockSurvivors(tx, lockedKeys);
  const review = await findReview(tx, reviewId, agency);
  const interest = await findInterest(tx, seen.interestId, agency);
  // Either has moved to another subject since: read again.
  if (review?.subjectKey !== seen.subjectKey || interest?.subjectKey !== known.subjectKey) {
    throw new DatabaseError('conflict');
  }
  // What was asked of two keys that have become one person's is answered for the one that goes on.
  const subjectKey = survivors.get(review.subjectKey) ?? review.subjectKey;
  return {
    ...{ review: { ...review, subjectKey }, interest },
    lockedKeys: [...new Set([...lockedKeys, ...survivors.values()])],
  };
}

/** The case has its person; only whether this telling was about them is in question. */
async function judgeDifference(
  tx: Transaction,
  { review, interest, closing }: Reviewed,
  state: 'confirmed' | 'rejected',
  ports: InterestPorts,
): Promise<void> {
  await raiseVersions(tx, [interest.subjectKey]);
  // The link stands whatever the verdict, so a refusal is one of the telling.
  await closeReview(tx, { reviewId: review.reviewId, state, cause: 'conflict' }, closing);
  await ports.releaseHold(tx, interest);
}

async function confirmLink(
  tx: Transaction,
  { review, interest, lockedKeys, closing }: Reviewed,
  ports: InterestPorts,
): Promise<StoredInterest> {
  const { interestId } = interest;
  const { subjectKey, reviewId, cause } = review;
  const linked: StoredInterest = {
    ...interest,
    ...{ subjectKey, state: 'final', matched: 'officer' },
    version: interest.version + 1,
    changedAt: closing.atMicros,
  };
  const keys = { lockedKeys, raisedKeys: [interest.subjectKey] };
  await writeMoved(tx, [{ interest: linked, action: 'confirmed' }], keys, ports);
  await closeReview(tx, { reviewId, state: 'confirmed', cause }, closing);
  await closeAnswered(tx, { interestId, subjectKey }, closing);
  if (interest.subjectKey !== subjectKey) await ports.dropHeld(tx, { interestId });
  // What was told before comes first: it takes its place in the line that is then released.
  if (isOwedBackFill(linked)) await ports.backFill(tx, { interestId, subjectKey });
  await ports.releaseHold(tx, interest);
  return linked;
}

/** Who waits goes on waiting for somebody else; who was linked, or waited under this very person's key, is refused until it is registered anew. */
async function refuseLink(
  tx: Transaction,
  { review, interest, lockedKeys, closing }: Reviewed,
  ports: InterestPorts,
): Promise<void> {
  const { reviewId } = review;
  await closeReview(tx, { reviewId, state: 'rejected', cause: 'candidate' }, closing);
  if (interest.subjectKey !== review.subjectKey) return;
  const refused: StoredInterest = {
    ...interest,
    state: 'refused',
    // What waited was matched to nobody: it is an officer who has looked.
    matched: interest.matched === 'none' ? 'officer' : interest.matched,
    version: interest.version + 1,
    changedAt: closing.atMicros,
  };
  const keys = { lockedKeys, raisedKeys: [interest.subjectKey] };
  await writeMoved(tx, [{ interest: refused, action: 'recalled' }], keys, ports);
  await rejectLink(tx, interest, closing);
  await ports.dropHeld(tx, { interestId: interest.interestId });
}
