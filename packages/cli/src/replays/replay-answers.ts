/** What the gateway answers about a replay. */
export interface ReplayAnswer {
  readonly replayId: string;
  readonly kind: 're-decide' | 'compare-agreements' | 'redeliver';
  readonly asOf: 'then' | 'now' | null;
  readonly filter: Readonly<Record<string, string | number>>;
  readonly reason: string;
  readonly state: 'asked' | 'running' | 'done' | 'failed';
  readonly askedBy: string;
  readonly askedAt: string;
  readonly approvedBy: string | null;
  readonly finishedAt: string | null;
  readonly preview: PreviewAnswer;
  readonly done: number;
  readonly total: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly groups: readonly GroupAnswer[];
  readonly failure: string | null;
}

export interface PreviewAnswer {
  readonly records: number;
  readonly releases?: number;
  readonly agencies: readonly string[];
  readonly estimatedSeconds: number;
}

export interface GroupAnswer {
  readonly agency: string;
  readonly capacity: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly count: number;
  readonly examples: readonly string[];
}

export interface DifferenceAnswer {
  readonly number: number;
  readonly kind: string;
  readonly changeId: string;
  readonly run: number | null;
  readonly agency: string | null;
  readonly fields: readonly string[];
  readonly causes: readonly string[];
}
