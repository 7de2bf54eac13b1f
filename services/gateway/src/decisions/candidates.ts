import type { Candidate, SubjectInterest } from './subject-interest.ts';

interface Wanted {
  readonly interestIds: ReadonlySet<string> | null;
}

/** Interests by what they know of the change's chain. */
interface ChainOfChange {
  readonly given: ReadonlyMap<string, unknown>;
  /** Those that another change of it waits for. */
  readonly waiting: ReadonlySet<string>;
}

/**
 * The interests of the subject, in their order, then past recipients of the change's chain whose interests are not the subject's any
 * more; of all these only the interests wanted, when some are named: also one that is not the subject's any more. Pure.
 */
export function findCandidates(
  { interestIds }: Wanted,
  interests: readonly Candidate[],
  { given, waiting }: ChainOfChange,
  former: ReadonlyMap<string, SubjectInterest>,
): readonly Candidate[] {
  const wanted =
    interestIds === null ? interests : interests.filter((one) => interestIds.has(one.interestId));
  const isAlone = given.size === 0 && waiting.size === 0;
  const candidates = isAlone
    ? wanted
    : wanted.map((one): Candidate => {
        const { interestId } = one;
        return { ...one, wasGiven: given.has(interestId), isChainWaiting: waiting.has(interestId) };
      });
  if (isAlone && interestIds === null) return candidates;
  const current = new Set(interests.map((one) => one.interestId));
  const gone = [...(interestIds ?? given.keys())].flatMap((interestId): Candidate[] => {
    const interest = current.has(interestId) ? undefined : former.get(interestId);
    if (interest === undefined) return [];
    const wasGiven = given.has(interestId);
    return [{ ...interest, wasGiven, isChainWaiting: false, isCurrent: false }];
  });
  return [...candidates, ...gone.sort(byName)];
}

const nameOf = ({ agency, caseReference, capacity }: SubjectInterest): string =>
  `${agency}\n${caseReference}\n${capacity}`;

const byName = (a: SubjectInterest, b: SubjectInterest): number => (nameOf(a) < nameOf(b) ? -1 : 1);
