import type { AgencyDefinition, BatchContext, ReleasedChange } from './define-agency.ts';
import { AgencyError } from './errors.ts';
import { type Result, toVerify } from './results.ts';
import type { Notice } from './sort-out.ts';

/**
 * The agency's own answers to notices, in order; what is answered already keeps its answer. A `void` release gives nothing and only keeps
 * its place in the sequence. Throws AgencyError `results-mismatch` and whatever a handler throws.
 */
export async function handleChanges(
  definition: AgencyDefinition,
  notices: readonly Pick<Notice, 'change' | 'answer'>[],
  context: BatchContext,
): Promise<readonly Result[]> {
  const changes = notices.flatMap(({ change }) => change ?? []);
  const answers = await answer(definition, changes, context);
  if (answers.length !== changes.length) {
    throw new AgencyError('results-mismatch', {
      changes: changes.length,
      results: answers.length,
    });
  }
  let next = 0;
  return notices.map((notice) => notice.answer ?? (answers[next++] as Result));
}

async function answer(
  { on, onBatch }: AgencyDefinition,
  changes: readonly ReleasedChange[],
  context: BatchContext,
): Promise<readonly Result[]> {
  if (changes.length === 0) return [];
  if (onBatch !== undefined) return onBatch(changes, context);
  const results: Result[] = [];
  // One after the other: handlers share a connection, and changes of one case build on each other.
  for (const change of changes) {
    const handle = on?.[change.fact];
    const { caseReference } = change;
    results.push(
      handle === undefined
        ? toVerify('not-modelled')
        : await handle(change, { ...context, caseReference }),
    );
  }
  return results;
}
