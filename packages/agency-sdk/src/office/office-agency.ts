import {
  type AgencyDefinition,
  type BatchContext,
  defineAgency,
  type ReleasedChange,
} from '../define-agency.ts';
import type { Result } from '../results.ts';
import { isTakingBack, takingBackOf } from '../taking-back.ts';
import type { Office } from './office.ts';
import { takeBack } from './take-back.ts';
import { takeEntries } from './take-entries.ts';
import { entryOfRelease } from './told-fact.ts';

/** An office as an agency of the bus: each batch of releases is taken by its cases at once. */
export function defineOffice(office: Office): AgencyDefinition {
  const { agency, capacities, purpose } = office;
  return defineAgency({
    agency,
    capacities,
    purpose,
    async onBatch(changes, context) {
      const results: Result[] = [];
      for (const run of splitRuns(changes)) {
        results.push(...(await takeRun(office, run, context)));
      }
      return results;
    },
  });
}

/** Neighbours that tell are taken together; what takes back, one by one. */
function splitRuns(changes: readonly ReleasedChange[]): readonly (readonly ReleasedChange[])[] {
  const runs: ReleasedChange[][] = [];
  for (const change of changes) {
    const run = runs.at(-1);
    const isAlone = isTakingBack(change) || (run?.[0] !== undefined && isTakingBack(run[0]));
    if (run === undefined || isAlone) runs.push([change]);
    else run.push(change);
  }
  return runs;
}

async function takeRun(
  office: Office,
  run: readonly ReleasedChange[],
  context: BatchContext,
): Promise<readonly Result[]> {
  const taking = run[0] === undefined ? null : takingBackOf(run[0]);
  if (taking !== null) {
    const { result, answers, submissions } = await takeBack(context.tx, office, taking, context);
    context.answerAgain(answers);
    await context.submit(submissions);
    return [result];
  }
  const { entries, submissions } = await takeEntries(
    context.tx,
    office,
    run.map((change) => entryOfRelease(change, context)),
  );
  await context.submit(submissions);
  return entries.map(({ result }) => result);
}
