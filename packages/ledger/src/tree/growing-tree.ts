import { LedgerError } from '../errors.ts';
import { EMPTY_ROOT, HASH_BYTES, type Hash, hashNodes } from './hashes.ts';
import { type NodeId, perfectNodes } from './nodes.ts';

export interface StoredNode extends NodeId {
  readonly hash: Hash;
}

/** A tree of which only the right edge is remembered: some 20 hashes for a million leaves. */
export interface GrowingTree {
  size(): number;
  /** The root over all leaves so far (RFC 9162, 2.1.1). */
  root(): Hash;
  /** Adds a leaf; returns every node that is complete now and never changes again: the leaf itself first, then those above it. */
  append(leaf: Hash): readonly StoredNode[];
  /** Roots of the perfect subtrees, from left to right: what `growTree` goes on from. */
  roots(): readonly Hash[];
}

/** Takes up a tree of `size` leaves from its `roots`; an empty one by default. Throws LedgerError `roots-count`, `hash-size`. */
export function growTree(size = 0, roots: readonly Hash[] = []): GrowingTree {
  const edge: StoredNode[] = perfectNodes({ start: 0, end: size }).map((node, at) => {
    const hash = roots[at] ?? Buffer.alloc(0);
    if (hash.length !== HASH_BYTES) throw new LedgerError('hash-size', { at });
    return { ...node, hash };
  });
  if (edge.length !== roots.length)
    throw new LedgerError('roots-count', { given: roots.length, needed: edge.length });
  let leaves = size;

  return {
    size: () => leaves,
    root: () => foldRight(edge.map(({ hash }) => hash)),
    append(leaf) {
      if (leaf.length !== HASH_BYTES) throw new LedgerError('hash-size');
      let node: StoredNode = { level: 0, index: leaves, hash: leaf };
      const complete = [node];
      leaves += 1;
      for (let left = edge.at(-1); left?.level === node.level; left = edge.at(-1)) {
        edge.pop();
        node = {
          level: node.level + 1,
          index: left.index / 2,
          hash: hashNodes(left.hash, node.hash),
        };
        complete.push(node);
      }
      edge.push(node);
      return complete;
    },
    roots: () => edge.map(({ hash }) => hash),
  };
}

/** The root of perfect subtrees that stand side by side: the smaller ones, at the right, are joined first. */
export const foldRight = (hashes: readonly Hash[]): Hash =>
  hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => hashNodes(left, right));
