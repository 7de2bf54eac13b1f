import type { AgreementSetId } from '@told/agreements';
import type { Fact } from '@told/codec';

export const REPLAY_KINDS = ['re-decide', 'compare-agreements', 'redeliver'] as const;
export type ReplayKind = (typeof REPLAY_KINDS)[number];

/** Which changes; everything given must hold. */
export interface ReplayFilter {
  readonly changeId?: string;
  /** The recipient. */
  readonly agency?: string;
  /** A case of that agency, and through it a person. */
  readonly caseReference?: string;
  /** The person, by its key. */
  readonly subjectKey?: string;
  readonly fact?: Fact;
  /** Appended to told.changes at or after; RFC 3339. */
  readonly since?: string;
  /** Appended before. */
  readonly until?: string;
  readonly partition?: number;
  /** With a partition. */
  readonly fromOffset?: number;
  /** The first that is left out. */
  readonly toOffset?: number;
}

/** A set of agreements: one that was decided by, by its hash, or the texts of files. */
export type WantedSet =
  | { readonly hash: string }
  | { readonly set: AgreementSetId; readonly files: readonly { name: string; text: string }[] };

export interface ReplayRequest {
  readonly kind: ReplayKind;
  readonly filter: ReplayFilter;
  /** Of re-decide. */
  readonly asOf?: 'then' | 'now';
  /** Of compare-agreements. */
  readonly sets?: readonly [WantedSet, WantedSet];
}

/** Some of a partition of told.changes that is yet to be gone through; offsets as texts, since they are bigints. */
export interface Range {
  readonly partition: number;
  readonly from: string;
  readonly to: string;
}

/** What is left of a redelivery: releases of its agency beyond this one, up to where it stood when it was asked. */
export interface ReleaseCursor {
  readonly caseReference: string;
  readonly releaseSequence: number;
}

export interface Remaining {
  readonly ranges?: readonly Range[];
  readonly after?: ReleaseCursor;
  /** The persons meant; all when undefined. */
  readonly subjectKeys?: readonly string[];
}

/** Numbers by what came out; `groups` of compare-agreements. */
export interface Counts {
  readonly [kind: string]: number | readonly Group[];
}

/** What a comparison of agreements found so far. */
export function listGroups({ groups }: Counts): readonly Group[] {
  return typeof groups === 'object' ? groups : [];
}

/** How many answers differ so between two sets, with some of the changes. */
export interface Group {
  readonly agency: string;
  readonly capacity: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly count: number;
  readonly examples: readonly string[];
}

export interface Preview {
  /** Records to go through. */
  readonly records: number;
  /** Of a redelivery: releases of before that are in the window. */
  readonly releases?: number;
  readonly agencies: readonly string[];
  readonly estimatedSeconds: number;
}

export interface Replay {
  readonly replayId: string;
  readonly kind: ReplayKind;
  readonly request: ReplayRequest;
  readonly preview: Preview;
  readonly reason: string;
  readonly state: 'asked' | 'running' | 'done' | 'failed';
  readonly askedBy: string;
  readonly askedAt: number;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
  readonly step: number;
  readonly remaining: Remaining;
  readonly done: number;
  readonly total: number;
  readonly counts: Counts;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly failure: string | null;
}
