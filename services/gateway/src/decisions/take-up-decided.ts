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
  const firstOf = listFirst(rows);
  const protections = trackProtection(subjects);
  const kept = arrivals.flatMap((told) => {
    const decision = firstOf.get(told.id);
    if (decision === undefined) return [];
    protections.move({ subjectKey: told.key, cause: 'told', told });
    return [{ ask: { told }, decision, recipients: decision.recipients }];
  });
  await protectSubjects(tx, protections.changed());
  await keepChanges(tx, kept);
  const whole = rows.filter(({ decision }) => firstOf.has(decision.changeId));
  await write(tx, decisions, whole, arrivals);
  return new Set(firstOf.keys());
}

const listFirst = (rows: readonly RestoredRow[]) =>
  new Map(
    rows
      .filter(({ decision }) => decision.run === FIRST_RUN)
      .map(({ decision }) => [decision.changeId, decision]),
  );

/** Later runs on changes whose first decision the log has lost: another key's partition was sent before that one's. */
export function listLaterAlone(rows: readonly RestoredRow[]): readonly RestoredRow[] {
  const firstOf = listFirst(rows);
  return rows.filter(({ decision }) => !firstOf.has(decision.changeId));
}

/** The interests that these runs on the change have decided about: its first decision, made again, leaves them out. */
export const listDecided = (rows: readonly RestoredRow[], changeId: string): ReadonlySet<string> =>
  new Set(
    rows
      .filter(({ decision }) => decision.changeId === changeId)
      .flatMap(({ decision }) => decision.recipients.flatMap((one) => one.interestId ?? [])),
  );

/** Takes up such later runs, once the first decision has been made again and what may be decided again is kept. */
export async function takeUpLaterAlone(
  tx: Transaction,
  decisions: Decisions,
  rows: readonly RestoredRow[],
  arrivals: readonly ChangeArrival[],
): Promise<void> {
  if (rows.length > 0) await write(tx, decisions, rows, arrivals);
}

async function write(
  tx: Transaction,
  decisions: Decisions,
  rows: readonly RestoredRow[],
  arrivals: readonly ChangeArrival[],
): Promise<void> {
  await decisions.restored.write(tx, rows);
  await rebuildReleases(tx, decisions, rows, new Map(arrivals.map((one) => [one.id, one])));
  await settleRestored(tx, decisions, rows);
  // Held at first, and released by a later run.
  await forgetChanges(
    tx,
    rows.map(({ decision }) => decision.changeId),
  );
}
