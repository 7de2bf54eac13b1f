import type { Transaction } from '@told/service';
import { rebuildReleases } from '../restore/rebuild-releases.ts';
import { settleRestored } from '../restore/settle-restored.ts';
import type { RestoredRow } from '../restore/write-restored.ts';
import { forgetChanges, keepChanges } from './keep-changes.ts';
import type { Decisions } from './open-decisions.ts';
import { trackProtection } from './protection.ts';
import { protectSubjects } from './queries.ts';
import type { ChangeArrival } from './read-changes.ts';
import type { SubjectView } from './subject-view.ts';

const FIRST_RUN = 1;
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Takes up what was decided before a backup was restored, as it was decided: bodies are kept, protection begins and ends, holds and releases
 * stand as they stood, and only what has not left yet is published; what was withdrawn or recalled since is taken back. The subjects are locked FOR
 * UPDATE. Answers the changes that are done with.
 */
export async function takeUpDecided(
  tx: Transaction,
  decisions: Decisions,
  rows: readonly RestoredRow[],
  arrivals: readonly ChangeArrival[],
  subjects: ReadonlyMap<string, SubjectView>,
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return NOTHING;
  const firstOf = new Map(
    rows
      .filter(({ decision }) => decision.run === FIRST_RUN)
      .map(({ decision }) => [decision.changeId, decision]),
  );
  const protections = trackProtection(subjects);
  const kept = arrivals.flatMap((told) => {
    const decision = firstOf.get(told.id);
    if (decision === undefined) return [];
    protections.move({ subjectKey: told.key, cause: 'told', told });
    return [{ ask: { told }, decision, recipients: decision.recipients }];
  });
  await protectSubjects(tx, protections.changed());
  await keepChanges(tx, kept);
  await decisions.restored.write(tx, rows);
  await rebuildReleases(tx, decisions, rows, new Map(arrivals.map((one) => [one.id, one])));
  await settleRestored(tx, decisions, rows);
  // Held at first, and released by a later run.
  await forgetChanges(tx, [...firstOf.keys()]);
  return new Set(firstOf.keys());
}
