import type { Submission } from '@told/codec';
import { type Transaction, together } from '@told/service';
import { unmatched } from '../results.ts';
import type { CaseEntry, CaseFile, TakenEntry } from './case-file.ts';
import { holdOpening, lockCaseFiles } from './case-queries.ts';
import type { LookedUp, Office } from './office.ts';
import { takeFact } from './take-fact.ts';
import { writeSteps } from './write-steps.ts';

export interface Taken {
  /** Entry by entry, in order. */
  readonly entries: readonly TakenEntry[];
  /** What the office tells the bus because of them. */
  readonly submissions: readonly Submission[];
}

/**
 * Takes entries of any number of cases, from the bus or from officers, in order: the one way into an office's derived tables. Loads all
 * cases at once, decides in memory, writes back at once. The cases stay locked until the transaction ends.
 */
export async function takeEntries(
  tx: Transaction,
  office: Office,
  entries: readonly CaseEntry[],
): Promise<Taken> {
  // Statements of one connection are done in the order in which they are sent: the cases are locked first all the same.
  const [files, additions] = await together([
    lockKnownCases(tx, entries),
    lookUp(tx, office, entries),
  ]);
  const taken = entries.map((entry, index): TakenEntry => {
    const file = files.get(entry.caseReference);
    if (file === undefined) return { entry, result: unmatched(), step: null };
    const answer = takeFact(office, file, entry, additions[index]?.addition ?? null);
    if (answer.step !== null) files.set(entry.caseReference, answer.step.file);
    return answer;
  });
  const steps = taken.flatMap(({ entry, step, result }) =>
    step === null ? [] : [{ entry, step, causeId: entry.told.changeId, ...result }],
  );
  if (steps.length === 0) return { entries: taken, submissions: [] };
  const [, submissions] = await together([writeSteps(tx, steps), office.onTaken?.(tx, steps)]);
  return { entries: taken, submissions: submissions ?? [] };
}

/**
 * Locks the cases; of what has no case it is made certain that none is being opened at this moment. A case that was opened just then is locked
 * out of order, and two batches may then wait for each other: one of them loses, is run again, and finds that case in its order.
 */
async function lockKnownCases(
  tx: Transaction,
  entries: readonly CaseEntry[],
): Promise<Map<string, CaseFile>> {
  const references = [...new Set(entries.map(({ caseReference }) => caseReference))];
  const files = await lockCaseFiles(tx, references);
  if (files.size === references.length) return files;
  await holdOpening(tx);
  const opened = await lockCaseFiles(
    tx,
    references.filter((reference) => !files.has(reference)),
  );
  return new Map([...files, ...opened]);
}

/**
 * What the office's own tables add to entries. It is made certain first that nothing is being added to them at this moment: also what is known
 * of a thing may grow.
 */
export async function lookUp(
  tx: Transaction,
  office: Office,
  entries: readonly CaseEntry[],
): Promise<readonly LookedUp[]> {
  if (office.lookUp === undefined) return [];
  const { looksUp = () => true } = office;
  if (!entries.some(looksUp)) return [];
  await holdOpening(tx);
  return office.lookUp(tx, entries);
}
