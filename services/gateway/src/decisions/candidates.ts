import type { InterestToDecide } from '@told/agreements';
import type { IdentityDigests } from '@told/codec';
import type { PastRelease } from './chains.ts';
import type { InterestRow } from './subject-view.ts';

/** Whom a decision is about. */
export type Candidate = InterestRow & InterestToDecide<IdentityDigests>;

interface Wanted {
  readonly interestIds: ReadonlySet<string> | null;
}

/**
 * The interests of the subject, in their order, then past recipients of the change's ancestors whose interests are not the subject's any
 * more; of all these only the interests wanted, when some are named. Pure.
 */
export function findCandidates(
  { interestIds }: Wanted,
  interests: readonly InterestRow[],
  given: ReadonlyMap<string, PastRelease>,
  former: ReadonlyMap<string, InterestRow>,
): readonly Candidate[] {
  const wanted =
    interestIds === null ? interests : interests.filter((one) => interestIds.has(one.interestId));
  const candidates = wanted.map((one): Candidate => describe(one, given.has(one.interestId), true));
  if (given.size === 0 || interestIds !== null) return candidates;
  const current = new Set(interests.map((one) => one.interestId));
  const gone = [...given.keys()].flatMap((interestId) => {
    const interest = current.has(interestId) ? undefined : former.get(interestId);
    return interest === undefined ? [] : [describe(interest, true, false)];
  });
  return [...candidates, ...gone.sort(byName)];
}

const describe = (interest: InterestRow, wasGiven: boolean, isCurrent: boolean): Candidate => ({
  ...interest,
  wasGiven,
  isCurrent,
});

const nameOf = ({ agency, caseReference, capacity }: InterestRow): string =>
  `${agency}\n${caseReference}\n${capacity}`;

const byName = (a: InterestRow, b: InterestRow): number => (nameOf(a) < nameOf(b) ? -1 : 1);
