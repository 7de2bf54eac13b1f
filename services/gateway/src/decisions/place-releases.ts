import type { RecipientDecision } from '@told/agreements';
import type { Release } from '@told/codec';
import type { Ask } from './ask.ts';
import type { PastRelease } from './chains.ts';
import type { LeftReleases } from './left-releases.ts';
import { type CaseRow, caseKeyOf } from './queries.ts';
import type { Candidate } from './subject-interest.ts';
import { writeTakingBack, writeValue } from './write-release.ts';

/** Where the cases stand while a batch is decided. */
export interface Cases {
  of(key: string): CaseRow | undefined;
  move(row: CaseRow): void;
  /** Those that have moved, as they stand now. */
  moved(): readonly CaseRow[];
}

export function trackCases(locked: ReadonlyMap<string, CaseRow>): Cases {
  const moved = new Map<string, CaseRow>();
  return {
    of: (key) => moved.get(key) ?? locked.get(key),
    move: (row) => void moved.set(caseKeyOf(row.agency, row.caseReference), row),
    moved: () => [...moved.values()],
  };
}

export interface Placing {
  readonly ask: Ask;
  readonly answer: RecipientDecision;
  readonly interest: Candidate;
  readonly decisionId: string;
  readonly decidedAt: number;
  /** The values of this chain that the recipient has, in the order given. */
  readonly held: readonly PastRelease[];
}

/** Moves the case on: a hold begins, or each release takes the next sequence; nothing for any other verdict. */
export function place(placing: Placing, cases: Cases, left: LeftReleases): readonly Release[] {
  const { answer, interest, decidedAt, held } = placing;
  const row = cases.of(caseKeyOf(interest.agency, interest.caseReference)) ?? {
    agency: interest.agency,
    caseReference: interest.caseReference,
    lastReleaseSequence: 0,
    heldSinceMicros: null,
    heldWithoutBody: false,
  };
  if (answer.verdict === 'hold') {
    if (row.heldSinceMicros === null) cases.move({ ...row, heldSinceMicros: decidedAt });
    return [];
  }
  const isGiven = answer.verdict === 'release' || answer.verdict === 'trimmed';
  const taking = answer.takesBack ? held : [];
  if (!isGiven && taking.length === 0) return [];
  const first = row.lastReleaseSequence + 1;
  const written = isGiven
    ? [writeValue({ ...placing, releaseSequence: first })]
    : taking.map((takenBack, index) => {
        const isLast = index === taking.length - 1;
        return writeTakingBack({ ...placing, releaseSequence: first + index, takenBack, isLast });
      });
  let lastReleaseSequence = row.lastReleaseSequence;
  const releases = written.map((release): Release => {
    const known = left.placeOf(release.releaseId);
    if (known !== undefined) return { ...release, releaseSequence: known };
    lastReleaseSequence += 1;
    return { ...release, releaseSequence: lastReleaseSequence };
  });
  cases.move({ ...row, lastReleaseSequence });
  return releases;
}
