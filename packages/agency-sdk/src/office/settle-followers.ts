import type { CaseFact } from './case-file.ts';

/** Of what takes back, or ends, a fact that does not count here. */
export const PREDECESSOR_NOT_COUNTED = 'predecessor-not-counted';

/**
 * The facts once some of them count that did not, or the other way round: an annulment or end follows what it points to. One that begins
 * to count stands as an officer decided of it; undecided, it is doubted like any fact that arrives.
 */
export function settleFollowers(
  facts: readonly CaseFact[],
  doubt: (fact: CaseFact) => string | null,
): readonly CaseFact[] {
  const settled = new Map(facts.map((fact) => [fact.changeId, fact]));
  for (const fact of facts.toSorted((a, b) => a.revision - b.revision)) {
    const previous = settled.get(fact.previousChangeId ?? '');
    if (previous === undefined || fact.changeType === 'corrected') continue;
    if (previous.state !== 'counted' && fact.state === 'counted') {
      settled.set(fact.changeId, { ...fact, state: 'set-aside', reason: PREDECESSOR_NOT_COUNTED });
    } else if (previous.state === 'counted' && fact.reason === PREDECESSOR_NOT_COUNTED) {
      const why = fact.decision === 'use' ? null : doubt(fact);
      settled.set(fact.changeId, {
        ...fact,
        state: why === null ? 'counted' : 'to-verify',
        reason: why,
      });
    }
  }
  return facts.map((fact) => settled.get(fact.changeId) as CaseFact);
}
