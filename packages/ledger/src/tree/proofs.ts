import { LedgerError } from '../errors.ts';
import { foldRight } from './growing-tree.ts';
import type { Hash } from './hashes.ts';
import { type Leaves, type NodeId, perfectNodes, splitOf } from './nodes.ts';

/** What a proof consists of: the roots of these subtrees, in this order. */
export interface ProofPlan {
  readonly subtrees: readonly Leaves[];
  /** The nodes to look up, each once: `writeProof` wants their hashes. */
  readonly nodes: readonly NodeId[];
}

/** The path from a leaf to the root (RFC 9162, 2.1.3.1), for `index` below `size`. Throws LedgerError `out-of-tree`. */
export function planInclusion(index: number, size: number): ProofPlan {
  if (!isWithin(index, size)) throw new LedgerError('out-of-tree', { index, size });
  return planOf(listPath(index, { start: 0, end: size }));
}

/**
 * That the first `earlier` leaves of a tree of `size` are those of the tree it once was (RFC 9162, 2.1.4.1). Nothing is needed between
 * equal sizes, nor from an empty tree. Throws LedgerError `out-of-tree`.
 */
export function planConsistency(earlier: number, size: number): ProofPlan {
  if (!Number.isSafeInteger(earlier) || earlier < 0 || earlier > size)
    throw new LedgerError('out-of-tree', { earlier, size });
  return planOf(earlier === 0 ? [] : listGrowth(earlier, { start: 0, end: size }, true));
}

/** The root that a tree had when it was of this size, as the one hash of a proof; none for an empty tree. Throws LedgerError `out-of-tree`. */
export function planRoot(size: number): ProofPlan {
  if (!Number.isSafeInteger(size) || size < 0) throw new LedgerError('out-of-tree', { size });
  return planOf(size === 0 ? [] : [{ start: 0, end: size }]);
}

/** Throws LedgerError `node-missing`. */
export function writeProof(
  { subtrees }: ProofPlan,
  hashOf: (node: NodeId) => Hash | undefined,
): readonly Hash[] {
  return subtrees.map((subtree) =>
    foldRight(
      perfectNodes(subtree).map((node) => {
        const hash = hashOf(node);
        if (hash === undefined) throw new LedgerError('node-missing', { ...node });
        return hash;
      }),
    ),
  );
}

const isWithin = (index: number, size: number): boolean =>
  Number.isSafeInteger(index) && index >= 0 && index < size;

const planOf = (subtrees: readonly Leaves[]): ProofPlan => ({
  subtrees,
  nodes: subtrees.flatMap(perfectNodes),
});

/** PATH(m, D_n), as subtrees. */
function listPath(index: number, { start, end }: Leaves): readonly Leaves[] {
  if (end - start === 1) return [];
  const middle = start + splitOf(end - start);
  return index < middle
    ? [...listPath(index, { start, end: middle }), { start: middle, end }]
    : [...listPath(index, { start: middle, end }), { start, end: middle }];
}

/** SUBPROOF(m, D_n, b), as subtrees; `isKnown`: the subtree up to `earlier` is the earlier tree itself, whose root the verifier has. */
function listGrowth(earlier: number, { start, end }: Leaves, isKnown: boolean): readonly Leaves[] {
  if (earlier === end) return isKnown ? [] : [{ start, end }];
  const middle = start + splitOf(end - start);
  return earlier <= middle
    ? [...listGrowth(earlier, { start, end: middle }, isKnown), { start: middle, end }]
    : [...listGrowth(earlier, { start: middle, end }, false), { start, end: middle }];
}
