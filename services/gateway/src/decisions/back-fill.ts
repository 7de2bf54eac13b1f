import type { Transaction } from '@told/service';
import { decideAgain } from './decide-again.ts';
import { putFirst } from './keep-changes.ts';
import { readLatestNotGiven } from './kept-queries.ts';
import type { Decisions } from './open-decisions.ts';

/**
 * Decides the latest change of each chain of a subject for one interest, which has just been registered and asks for it: like any change,
 * marked as back-fill, whatever went to it already left out. Where its case is held it waits before what was told since. The caller holds
 * the subject FOR UPDATE. Answers how many were decided.
 */
export async function backFill(
  tx: Transaction,
  decisions: Decisions,
  { interestId, subjectKey }: { readonly interestId: string; readonly subjectKey: string },
): Promise<number> {
  const changeIds = await readLatestNotGiven(tx, subjectKey, interestId);
  const made = await decideAgain(tx, decisions, {
    changeIds,
    cause: 'back-fill',
    interestIds: [interestId],
    backFill: true,
  });
  await putFirst(tx, { interestId, changeIds });
  return made;
}
