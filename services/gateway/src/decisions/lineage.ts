import type { ClaimantChange } from '@told/codec';
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
  readonly release: { readonly releaseId: string; readonly kind: string } | null;
}

/** The chains of a batch: what the database knew of them, and what the batch has added so far. */
export interface Lineage {
  /** By interest, the last value that it was given of the change's ancestors. */
  givenBefore(change: Envelope): ReadonlyMap<string, PastRelease>;
  /** Adds a decided change and answers the first change of its chain. */
  add(change: Envelope, recipients: readonly Given[]): string;
}

interface Added {
  readonly previousChangeId: string | null;
  readonly root: string;
  readonly given: readonly PastRelease[];
}

const NOBODY: ReadonlyMap<string, PastRelease> = new Map();

/** `previous` are the changes that others of the batch point to: nothing is remembered of those that none does. */
export function trackLineage(chains: Chains, previous: ReadonlySet<string>): Lineage {
  const added = new Map<string, Added>();
  return {
    givenBefore(change) {
      if (change.previousChangeId === null) return NOBODY;
      const given = new Map<string, PastRelease>();
      let ancestor: string | null = change.previousChangeId;
      while (ancestor !== null) {
        const inBatch = added.get(ancestor);
        for (const one of [...(inBatch?.given ?? []), ...chains.givenOf(ancestor)]) {
          if (!given.has(one.interestId)) given.set(one.interestId, one);
        }
        // What came before this batch is all in what the database said of it.
        ancestor = inBatch?.previousChangeId ?? null;
      }
      return given;
    },
    add(change, recipients) {
      const { changeId, previousChangeId } = change;
      // A predecessor not decided here begins the chain as far as we know.
      const root =
        previousChangeId === null
          ? changeId
          : (added.get(previousChangeId)?.root ??
            chains.rootOf(previousChangeId) ??
            previousChangeId);
      if (!previous.has(changeId)) return root;
      const known = added.get(changeId)?.given ?? [];
      const given = [...recipients.flatMap((one) => describeGiven(change, one)), ...known];
      added.set(changeId, { previousChangeId, root, given });
      return root;
    },
  };
}

function describeGiven(change: Envelope, recipient: Given): PastRelease[] {
  const { interestId, agency, caseReference, release } = recipient;
  if (interestId === null || agency === null || caseReference === null) return [];
  if (release?.kind !== 'value') return [];
  const { changeId, source, fact, occurredOn, notifiedOn, receivedOn, usedOn, usedFor } = change;
  return [
    {
      ...{ releaseId: release.releaseId, interestId, agency, caseReference, changeId },
      ...{ sourceAgency: source.agency, fact },
      ...{ occurredOn, notifiedOn, receivedOn, usedOn, usedFor },
    },
  ];
}
