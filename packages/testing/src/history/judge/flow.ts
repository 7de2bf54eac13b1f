import type { LoggedDecision, LoggedOutcome } from '../history.ts';
import type { ChangeRecords } from './change-records.ts';
import type { ReleaseRecords } from './release-records.ts';

export type Counts = Readonly<Record<string, number>>;
export type VerdictCounts = Readonly<Record<keyof typeof VERDICTS, number>>;

const VERDICTS = { release: 0, trimmed: 0, hold: 0, refused: 0, own: 0 };

/** What became of the changes accepted since an instant. */
export interface Flow {
  countDecision(change: number, decision: LoggedDecision): void;
  countOutcome(release: number, outcome: LoggedOutcome): void;
  countAward(change: number): void;
  readonly decisions: VerdictCounts;
  readonly outcomes: Counts;
  awardsChanged(): number;
  isCounted(change: number): boolean;
}

export function createFlow(
  changes: ChangeRecords,
  releases: ReleaseRecords,
  sinceMicros: number,
): Flow {
  const decisions = { ...VERDICTS };
  const outcomes: Record<string, number> = {};
  let awardsChanged = 0;
  const isCounted = (change: number): boolean =>
    changes.isLogged(change) && changes.acceptedAtMicros(change) >= sinceMicros;
  return {
    decisions,
    outcomes,
    awardsChanged: () => awardsChanged,
    isCounted,
    countDecision(change, { recipients }) {
      if (!isCounted(change)) return;
      for (const { verdict } of recipients) decisions[verdict as keyof VerdictCounts] += 1;
    },
    countOutcome(release, { kind }) {
      const change = releases.changeOf(release);
      if (change !== undefined && isCounted(change)) outcomes[kind] = (outcomes[kind] ?? 0) + 1;
    },
    countAward(change) {
      if (isCounted(change)) awardsChanged += 1;
    },
  };
}
