import type { Assessment } from '@told/benefits';
import type { CaseFact, TaskState } from './case-file.ts';
import { cutReason } from './cut-reason.ts';

/**
 * The facts with what waits for an officer marked anew: a fact to be verified, or one that counts and leaves a question which the award still
 * has. What is taken back, or corrected by what counts, waits no longer. Facts whose mark stays are the same objects.
 */
export function settleTasks(
  facts: readonly CaseFact[],
  { toVerify }: Pick<Assessment, 'toVerify'>,
): readonly CaseFact[] {
  const standing = new Set(toVerify.map(({ reason, detail }) => cutReason(`${reason}:${detail}`)));
  return facts.map((fact) => {
    const task = taskOf(fact, facts, standing);
    return task === fact.task ? fact : { ...fact, task };
  });
}

function taskOf(
  fact: CaseFact,
  facts: readonly CaseFact[],
  standing: ReadonlySet<string>,
): TaskState | null {
  const { state, question, task } = fact;
  const waits =
    state === 'to-verify' || (state === 'counted' && question !== null && standing.has(question));
  if (waits && !isOvertaken(fact, facts)) return 'open';
  return waits || question !== null || task !== null ? 'decided' : null;
}

const isOvertaken = ({ changeId }: CaseFact, facts: readonly CaseFact[]): boolean =>
  facts.some(
    ({ previousChangeId, changeType, state }) =>
      previousChangeId === changeId &&
      ((changeType === 'annulled' && state !== 'to-verify') ||
        (changeType === 'corrected' && state === 'counted')),
  );
