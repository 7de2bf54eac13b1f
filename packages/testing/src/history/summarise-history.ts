import { checkHistory, type Finding, type FindingKind } from './check-history.ts';
import type { History } from './history.ts';

/** What happened since an instant, and what is wrong with the whole history. */
export interface HistorySummary {
  readonly changes: number;
  readonly decisions: Readonly<Record<'release' | 'trimmed' | 'hold' | 'refused' | 'own', number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly awardsChanged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly withoutBasis: number;
  /** From intake's acceptance to an office's outcome. */
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly findings: readonly Finding[];
}

const FINDINGS_SHOWN = 20;
const MICROS_PER_MS = 1000;

/** Counts what was accepted since then; checks everything. Pure. */
export function summariseHistory(history: History, sinceMs = 0): HistorySummary {
  const accepted = new Map(
    history.changes
      .filter(({ acceptedAtMicros }) => acceptedAtMicros >= sinceMs * MICROS_PER_MS)
      .map(({ changeId, acceptedAtMicros }) => [changeId, acceptedAtMicros]),
  );
  const released = new Map(
    history.releases
      .filter(({ changeId }) => accepted.has(changeId))
      .map(({ releaseId, changeId }) => [releaseId, changeId]),
  );
  const findings = checkHistory(history);
  const count = (kind: FindingKind): number =>
    findings.filter((finding) => finding.kind === kind).length;
  return {
    changes: accepted.size,
    decisions: countDecisions(history, accepted),
    outcomes: countOutcomes(history, released),
    awardsChanged: history.offices
      .flatMap(({ effects }) => effects)
      .filter(({ changeId, awardChanged }) => awardChanged && accepted.has(changeId)).length,
    lost: count('lost'),
    doubled: count('doubled'),
    outOfOrder: count('out-of-order'),
    withoutBasis: count('without-basis'),
    latencyMs: measureLatency(history, accepted, released),
    findings: findings.slice(0, FINDINGS_SHOWN),
  };
}

function countDecisions(
  { decisions }: History,
  accepted: ReadonlyMap<string, number>,
): HistorySummary['decisions'] {
  const counts = { release: 0, trimmed: 0, hold: 0, refused: 0, own: 0 };
  // The log may hold a decision twice.
  const first = new Map(decisions.map((decision) => [decision.decisionId, decision]));
  for (const { changeId, recipients } of first.values()) {
    if (!accepted.has(changeId)) continue;
    for (const { verdict } of recipients) counts[verdict as keyof typeof counts] += 1;
  }
  return counts;
}

function countOutcomes(
  { outcomes }: History,
  released: ReadonlyMap<string, string>,
): Readonly<Record<string, number>> {
  const kinds = new Map(
    outcomes
      .filter(({ releaseId }) => released.has(releaseId))
      .map(({ releaseId, outcomeNo, kind }) => [`${releaseId}/${outcomeNo}`, kind]),
  );
  const counts: Record<string, number> = {};
  for (const kind of kinds.values()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function measureLatency(
  { outcomes }: History,
  accepted: ReadonlyMap<string, number>,
  released: ReadonlyMap<string, string>,
): HistorySummary['latencyMs'] {
  const latencies = outcomes
    .flatMap(({ releaseId, outcomeNo, decidedAtMicros }) => {
      const acceptedAt = accepted.get(released.get(releaseId) ?? '');
      return acceptedAt === undefined || outcomeNo !== 1 ? [] : [decidedAtMicros - acceptedAt];
    })
    .sort((one, other) => one - other);
  const at = (share: number): number => {
    const micros = latencies[Math.max(0, Math.ceil(latencies.length * share) - 1)] ?? 0;
    return Math.round(micros / MICROS_PER_MS);
  };
  return { p50: at(0.5), p99: at(0.99) };
}
