import type { Batches, HistoryStream } from './history.ts';
import { createJudge, type Judge } from './judge/create-judge.ts';
import type { Finding, FindingKind } from './judge/finding.ts';
import type { Counts, VerdictCounts } from './judge/flow.ts';
import { measureTimes, type Times } from './judge/measure-times.ts';

/** What happened since an instant, and what is wrong with the whole history. */
export interface HistorySummary extends Times {
  readonly decisions: VerdictCounts;
  readonly outcomes: Counts;
  readonly awardsChanged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly withoutBasis: number;
  /** The first of each kind. */
  readonly findings: readonly Finding[];
}

const FINDINGS_SHOWN = 20;
const MICROS_PER_MS = 1000;

/** Counts what was accepted since then; checks everything, in one pass that keeps no record. Rejects as reading does. */
export async function summariseHistory(
  history: HistoryStream,
  sinceMs = 0,
): Promise<HistorySummary> {
  const findings: Finding[] = [];
  const counts: Record<FindingKind, number> = {
    lost: 0,
    doubled: 0,
    'out-of-order': 0,
    'without-basis': 0,
  };
  const judge = createJudge(
    history.allowed,
    (kind, what, id) => {
      counts[kind] += 1;
      if (counts[kind] <= FINDINGS_SHOWN) findings.push({ kind, what, id });
    },
    sinceMs * MICROS_PER_MS,
  );
  await judgeStream(judge, history);
  return {
    ...measureTimes(judge),
    decisions: judge.flow.decisions,
    outcomes: judge.flow.outcomes,
    awardsChanged: judge.flow.awardsChanged(),
    lost: counts.lost,
    doubled: counts.doubled,
    outOfOrder: counts['out-of-order'],
    withoutBasis: counts['without-basis'],
    findings,
  };
}

async function judgeStream(judge: Judge, history: HistoryStream): Promise<void> {
  for (const id of history.acknowledged) judge.changes.acknowledge(id);
  await forEachBatch(history.stored, judge.take.stored);
  await forEachBatch(history.changes, judge.take.changes);
  await forEachBatch(history.decisions, judge.take.decisions);
  await forEachBatch(history.releases, judge.take.releases);
  await forEachBatch(history.outcomes, judge.take.outcomes);
  for (const { agency, received, effects, parked } of history.offices) {
    const office = judge.office(agency);
    await forEachBatch(received, (batch) => batch.forEach(office.receive));
    await forEachBatch(effects, (batch) => {
      for (const effect of batch) {
        const change = office.effect(effect);
        if (effect.awardChanged) judge.flow.countAward(change);
      }
    });
    await forEachBatch(parked, (batch) => batch.forEach(office.park));
  }
  judge.conclude();
}

async function forEachBatch<T>(
  batches: Batches<T>,
  take: (batch: readonly T[]) => void,
): Promise<void> {
  for await (const batch of batches) take(batch);
}
