/** How far the report is, in every answer about it. */
interface ReachAnswer {
  readonly ledgerId: string;
  readonly size: number;
  readonly behind: number;
}

export const COUNTS = [
  ...(['decided', 'released', 'trimmed', 'refused', 'held', 'own', 'answered'] as const),
  ...(['outstanding', 'takenBack', 'takenBackAnswered', 'takenBackOutstanding'] as const),
  'differences',
] as const;
export type CountsAnswer = Readonly<Record<(typeof COUNTS)[number], number>>;

/** What the audit service answers to `GET /v1/reconciliation`. */
export interface ReportAnswer extends ReachAnswer {
  readonly from: string | null;
  readonly to: string | null;
  readonly balanced: boolean;
  readonly totals: CountsAnswer;
  readonly kinds: Readonly<Record<string, number>>;
  readonly items: readonly DayAnswer[];
  readonly next: string | null;
}

export interface DayAnswer extends CountsAnswer {
  readonly day: string;
  readonly agency: string | null;
}

/** And to `GET /v1/reconciliation/differences`. */
export interface DifferencesAnswer extends ReachAnswer {
  readonly items: readonly DifferenceAnswer[];
  readonly next: string | null;
}

interface DifferenceAnswer {
  readonly kind: string;
  readonly standing: 'open' | 'wrong';
  readonly day: string;
  readonly agency: string | null;
  readonly changeId: string | null;
  readonly decisionId: string | null;
  readonly releaseId: string | null;
  readonly number: number | null;
  readonly ledgerId: string;
  readonly index: number;
  readonly since: string;
  readonly sentence: string;
}
