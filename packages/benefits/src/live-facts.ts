import type { Fact } from './facts.ts';

/**
 * A fact that stands after all corrections and annulments. `fact` is the latest correction;
 * `root` is the first notice, whose days of notice count: a correction says that the notice was
 * wrong from the start, not that it came late.
 */
export type LiveFact = {
  readonly fact: Fact;
  readonly root: Fact;
  /** What an `ended` fact points to, as it stands; null when it points to nothing. */
  readonly ends: Fact | null;
};

export type Timeline = {
  readonly live: readonly LiveFact[];
  /** Corrections, annulments and ends whose predecessor is not known here. */
  readonly orphans: readonly Fact[];
};

/** The order in which notices about the same thing count: by the day, then by when they were told. */
function compareNotices(a: Fact, b: Fact): number {
  return (
    compareTexts(a.occurredOn, b.occurredOn) ||
    compareTexts(a.notifiedOn, b.notifiedOn) ||
    compareTexts(a.receivedOn, b.receivedOn) ||
    compareTexts(a.factId, b.factId)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** When two corrections name the same predecessor, the one told last stands. */
function compareTellings(a: Fact, b: Fact): number {
  return (
    compareTexts(a.receivedOn, b.receivedOn) ||
    compareTexts(a.notifiedOn, b.notifiedOn) ||
    compareTexts(a.factId, b.factId)
  );
}

/**
 * The facts that stand. Depends on the set of facts only, not on their order or on repeats:
 * the same facts in any order, each any number of times, give the same timeline.
 *
 * - a correction replaces its predecessor from the first day; of several, the last told stands;
 * - an annulment removes what it points to: a created fact with all its corrections and ends, or one
 *   correction, so that its predecessor stands again; an annulled annulment has no effect;
 * - a correction, annulment or end whose predecessor is unknown is an orphan.
 */
export function findLiveFacts(facts: readonly Fact[]): Timeline {
  const byId = withoutRepeats(facts);
  const followers = new Map<string, Fact[]>();
  const orphans: Fact[] = [];
  const roots: Fact[] = [];
  for (const fact of byId.values()) {
    const previousId = fact.previousFactId ?? null;
    if (fact.changeType === 'created' || (fact.changeType === 'ended' && previousId === null)) {
      roots.push(fact);
    } else if (previousId === null || !leadsToRoot(fact, byId)) {
      orphans.push(fact);
    } else {
      followers.set(previousId, [...(followers.get(previousId) ?? []), fact]);
    }
  }
  const live = roots.flatMap((root) => standUp(root, null, followers));
  return {
    live: live.sort((a, b) => compareNotices(a.fact, b.fact)),
    orphans: orphans.sort(compareNotices),
  };
}

/** One fact an id. The same id with other content is a fork, which the bus parks before it comes here. */
function withoutRepeats(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
  const kept = new Map<string, Fact>();
  for (const fact of facts) {
    const other = kept.get(fact.factId);
    if (other === undefined || compareNotices(fact, other) < 0) kept.set(fact.factId, fact);
  }
  return kept;
}

/** Follows the pointers to a created fact; a broken or circular chain does not lead there. */
function leadsToRoot(fact: Fact, byId: ReadonlyMap<string, Fact>): boolean {
  const seen = new Set<string>();
  let current: Fact | undefined = fact;
  while (current !== undefined && !seen.has(current.factId)) {
    seen.add(current.factId);
    const previousId: string | null = current.previousFactId ?? null;
    if (current.changeType === 'created') return true;
    if (previousId === null) return current.changeType === 'ended';
    current = byId.get(previousId);
  }
  return false;
}

function isAnnulled(fact: Fact, followers: ReadonlyMap<string, readonly Fact[]>): boolean {
  return (followers.get(fact.factId) ?? []).some(
    (follower) => follower.changeType === 'annulled' && !isAnnulled(follower, followers),
  );
}

/** The live facts that grow from one root: itself as corrected, and what ends it. */
function standUp(
  root: Fact,
  ends: Fact | null,
  followers: ReadonlyMap<string, readonly Fact[]>,
): LiveFact[] {
  if (isAnnulled(root, followers)) return [];
  let standing = root;
  const endings: Fact[] = [];
  for (let next: Fact | undefined = root; next !== undefined; ) {
    standing = next;
    const after: readonly Fact[] = (followers.get(next.factId) ?? []).filter(
      (follower) => follower.changeType !== 'annulled' && !isAnnulled(follower, followers),
    );
    endings.push(...after.filter(({ changeType }) => changeType === 'ended'));
    next = after
      .filter(({ changeType }) => changeType === 'corrected')
      .sort(compareTellings)
      .at(-1);
  }
  const self: LiveFact = { fact: standing, root, ends };
  return [self, ...endings.flatMap((ending) => standUp(ending, standing, followers))];
}
