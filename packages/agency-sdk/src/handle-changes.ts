import type { AgencyDefinition, BatchContext, ReleasedChange } from './define-agency.ts';
import { AgencyError } from './errors.ts';
import { noChange, type Result, toVerify } from './results.ts';

/**
 * The agency's own answers to changes, in order. A `void` release gives nothing and only keeps its place in the sequence; the other
 * kinds without a value take back what was given, so that the agency meets them as annulments.
 * Throws AgencyError `results-mismatch` and whatever a handler throws.
 */
export async function handleChanges(
  definition: AgencyDefinition,
  releases: readonly ReleasedChange[],
  context: BatchContext,
): Promise<readonly Result[]> {
  const changes = releases.filter(({ kind }) => kind !== 'void').map(withoutValue);
  const answers = await answer(definition, changes, context);
  if (answers.length !== changes.length) {
    throw new AgencyError('results-mismatch', {
      changes: changes.length,
      results: answers.length,
    });
  }
  let next = 0;
  return releases.map(({ kind }) =>
    kind === 'void' ? noChange('void') : (answers[next++] as Result),
  );
}

/** What a release means to a handler: a kind without a value takes back what was given. */
export function withoutValue(release: ReleasedChange): ReleasedChange {
  return release.kind === 'value' ? release : { ...release, changeType: 'annulled' };
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
