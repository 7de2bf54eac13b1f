import type { Outcome } from '@told/codec';
import type { Arrival, Moment } from './received-releases.ts';
import type { Result } from './results.ts';

export const MICROSECONDS_PER_MS = 1000;
/** The first answer to a release; a later one comes from an officer's decision. */
const FIRST_OUTCOME = 1;

/** The receipts of a batch, in its order. */
export function writeOutcomes(
  arrivals: readonly Arrival[],
  results: readonly Result[],
  { businessDate, nowMs }: Moment,
): readonly Outcome[] {
  return arrivals.map(({ release }, index) => ({
    releaseId: release.releaseId,
    outcomeNo: FIRST_OUTCOME,
    caseReference: release.caseReference,
    releaseSequence: release.releaseSequence,
    ...(results[index] as Result),
    businessDate,
    decidedAt: nowMs * MICROSECONDS_PER_MS,
  }));
}
