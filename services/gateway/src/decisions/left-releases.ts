import type { DecisionCause } from '@told/codec';

/** A release that left before a restore although no decision on it is known. */
export interface LeftRelease {
  readonly releaseId: string;
  readonly releaseSequence: number;
  readonly changeId: string;
  /** Whose it is, and in which run it was given: null where it gave nothing. */
  readonly given: {
    readonly interestId: string;
    readonly run: number;
    readonly backFill: boolean;
  } | null;
}

/** How a value was given that has left: named so again, it is the same release. */
interface LaterRun {
  readonly run: number;
  readonly cause: Exclude<DecisionCause, 'told'>;
  readonly backFill: boolean;
}

export interface LeftReleases {
  readonly ids: ReadonlySet<string>;
  /** The place of one; it keeps it. */
  placeOf(releaseId: string): number | undefined;
  /** The run in which this interest was given the value of the change. */
  runOf(changeId: string, interestId: string): LaterRun | undefined;
}

export function trackLeft(rows: readonly LeftRelease[]): LeftReleases {
  const places = new Map(rows.map((one) => [one.releaseId, one.releaseSequence]));
  const runs = new Map(
    rows.flatMap(({ changeId, given }): [string, LaterRun][] => {
      if (given === null) return [];
      const { interestId, run, backFill } = given;
      const cause = backFill ? 'back-fill' : 'match-confirmed';
      return [[`${changeId}/${interestId}`, { run, backFill, cause }]];
    }),
  );
  return {
    ids: new Set(places.keys()),
    placeOf: (releaseId) => places.get(releaseId),
    runOf: (changeId, interestId) => runs.get(`${changeId}/${interestId}`),
  };
}
