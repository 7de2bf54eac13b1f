import type { RecipientDecision } from '@told/agreements';
import type { Ask } from './ask.ts';
import type { LeftReleases } from './left-releases.ts';
import type { Candidate } from './subject-interest.ts';

/** What was decided for one recipient; nobody is one, too. */
export interface Answered {
  readonly answer: RecipientDecision;
  readonly interest: Candidate | undefined;
  /** What else went into the answer, as `packInputs` writes it. */
  readonly inputs: number;
}

interface Part {
  readonly ask: Ask;
  readonly answered: readonly Answered[];
}

const isGiven = ({ verdict }: RecipientDecision): boolean =>
  verdict === 'release' || verdict === 'trimmed';

/**
 * The answers by the run that they belong to: after a restore, a value that had left in another run than the one asked for is given in that one,
 * since it is the same release then, and does not leave twice. Whatever is not given stays in the run asked for. Pure.
 */
export function divideRuns(
  ask: Ask,
  answered: readonly Answered[],
  left: LeftReleases,
  nobody: () => readonly Answered[],
): readonly Part[] {
  if (left.ids.size === 0) return [{ ask, answered }];
  const { changeId } = ask.told.change;
  const runOf = ({ answer, interest }: Answered) =>
    interest !== undefined && isGiven(answer)
      ? left.runOf(changeId, interest.interestId)
      : undefined;
  const [rest, moved] = [answered.filter((one) => !isElsewhere(one)), answered.filter(isElsewhere)];
  function isElsewhere(one: Answered): boolean {
    return (runOf(one)?.run ?? ask.run) !== ask.run;
  }
  const parts = [...Map.groupBy(moved, (one) => runOf(one)?.run)].flatMap(([, some]): Part[] => {
    const later = some[0] && runOf(some[0]);
    if (later === undefined) return [];
    const interestIds = new Set(some.flatMap(({ interest }) => interest?.interestId ?? []));
    return [{ ask: { ...ask, ...later, interestIds }, answered: some }];
  });
  if (rest.length > 0) return [{ ask, answered: rest }, ...parts];
  // The first decision on a change is always there.
  return ask.cause === 'told' ? [{ ask, answered: nobody() }, ...parts] : parts;
}
