import type { ClaimantChange, Release } from '@told/codec';
import type { Chains, PastRelease } from './chains.ts';

type Envelope = Pick<
  ClaimantChange,
  | 'changeId'
  | 'previousChangeId'
  | 'source'
  | 'fact'
  | 'occurredOn'
  | 'notifiedOn'
  | 'receivedOn'
  | 'usedOn'
  | 'usedFor'
>;

interface Given {
  readonly interestId: string | null;
  readonly agency: string | null;
  readonly caseReference: string | null;
  readonly verdict: string;
  readonly releases: readonly Pick<Release, 'releaseId' | 'kind' | 'takesBack'>[];
}

/** The chains of a batch: what the database knew of them, and what the batch has added so far. */
export interface Lineage {
  /** By interest, the values of the change's chain that it has, in the order given. */
  givenBefore(change: Envelope): ReadonlyMap<string, readonly PastRelease[]>;
  /** Interests that a change of the chain waits for, or has waited for when this batch began. */
  waitingBefore(change: Envelope): ReadonlySet<string>;
  /** Adds a decided change and answers the first change of its chain. */
  add(change: Envelope, recipients: readonly Given[]): string;
}

const NOBODY: ReadonlyMap<string, readonly PastRelease[]> = new Map();
const NOTHING_WAITS: ReadonlySet<string> = new Set();

/** `previous` are the changes that others of the batch point to: nothing is remembered of one that stands alone. */
export function trackLineage(chains: Chains, previous: ReadonlySet<string>): Lineage {
  const roots = new Map<string, string>();
  const given = new Map<string, PastRelease[]>();
  const waiting = new Map<string, string[]>();
  const takenBack = new Set<string>();
  // A predecessor not decided here begins the chain as far as we know.
  const rootOf = ({ changeId, previousChangeId }: Envelope): string =>
    previousChangeId === null
      ? changeId
      : (roots.get(previousChangeId) ?? chains.rootOf(previousChangeId) ?? previousChangeId);
  return {
    givenBefore(change) {
      if (change.previousChangeId === null) return NOBODY;
      const root = rootOf(change);
      const held = [...chains.givenIn(root), ...(given.get(root) ?? [])].filter(
        // What this very change gave, in a run before, it does not take back.
        (one) => one.changeId !== change.changeId && !takenBack.has(one.releaseId),
      );
      return Map.groupBy(held, (one) => one.interestId);
    },
    waitingBefore(change) {
      if (change.previousChangeId === null) return NOTHING_WAITS;
      const root = rootOf(change);
      return new Set([...chains.waitingIn(root), ...(waiting.get(root) ?? [])]);
    },
    add(change, recipients) {
      const root = rootOf(change);
      if (change.previousChangeId === null && !previous.has(change.changeId)) return root;
      roots.set(change.changeId, root);
      const some = recipients.flatMap((one) => describeGiven(change, one));
      given.set(root, [...(given.get(root) ?? []), ...some]);
      const held = recipients.flatMap(({ verdict, interestId }) =>
        verdict === 'hold' && interestId !== null ? [interestId] : [],
      );
      waiting.set(root, [...(waiting.get(root) ?? []), ...held]);
      for (const { takesBack } of recipients.flatMap((one) => one.releases)) {
        if (takesBack !== null) takenBack.add(takesBack);
      }
      return root;
    },
  };
}

function describeGiven(change: Envelope, recipient: Given): PastRelease[] {
  const { interestId, agency, caseReference, releases } = recipient;
  if (interestId === null || agency === null || caseReference === null) return [];
  const { changeId, source, fact, occurredOn, notifiedOn, receivedOn, usedOn, usedFor } = change;
  return releases
    .filter(({ kind }) => kind === 'value')
    .map(({ releaseId }) => ({
      ...{ releaseId, interestId, agency, caseReference, changeId },
      ...{ sourceAgency: source.agency, fact },
      ...{ occurredOn, notifiedOn, receivedOn, usedOn, usedFor },
    }));
}
