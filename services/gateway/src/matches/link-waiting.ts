import type { StoredInterest } from '../interests/interest.ts';
import type { MovedInterest } from '../interests/write-moved.ts';
import { type Candidate, findOnlyOne } from './find-persons.ts';
import type { WantedReview } from './review-queries.ts';

/** Whom each interest that waits is linked to, provisionally, and what a person must look at. Pure. */
export function linkWaiting(
  waiting: readonly StoredInterest[],
  found: ReadonlyMap<string, readonly Candidate[]>,
  nowMicros: number,
): { readonly moved: readonly MovedInterest[]; readonly reviews: readonly WantedReview[] } {
  const moved = waiting.flatMap((interest): MovedInterest[] => {
    const onlyOne = findOnlyOne(found.get(interest.interestId) ?? []);
    if (onlyOne === undefined) return [];
    const linked = {
      ...interest,
      subjectKey: onlyOne.subjectKey,
      state: 'provisional' as const,
      matched: 'particulars' as const,
      version: interest.version + 1,
      changedAt: nowMicros,
    };
    return [{ interest: linked, action: 'linked' }];
  });
  const reviews = waiting.flatMap((interest) =>
    askAbout(interest, found.get(interest.interestId) ?? []),
  );
  return { moved, reviews };
}

/** Of exactly one person with the same particulars it is asked whether it is them; otherwise of everybody it may be. */
export function askAbout(
  interest: StoredInterest,
  candidates: readonly Candidate[],
): readonly WantedReview[] {
  const onlyOne = findOnlyOne(candidates);
  const asked = onlyOne === undefined ? candidates : [onlyOne];
  return asked.map(({ subjectKey, identityDigests }) => ({
    interestId: interest.interestId,
    agency: interest.agency,
    subjectKey,
    told: identityDigests,
    held: interest.identityDigests,
    cause: 'candidate',
  }));
}
