/** A perfect subtree: level 0 are the leaves; a node of level n stands for the 2^n leaves from index × 2^n on. */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/** Leaves from `start`, up to and without `end`. */
export interface Leaves {
  readonly start: number;
  readonly end: number;
}

// Sizes go up to 2^53, beyond what JavaScript's bit operators hold: everything here divides instead.

/** The largest power of two that is smaller than a size of 2 or more (k of RFC 9162, 2.1.1): where a tree is split. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/**
 * The perfect subtrees that leaves consist of, from left to right. The leaves must be a subtree of the tree of RFC 9162: begin at a
 * multiple of the power of two at or above their number.
 */
export function perfectNodes({ start, end }: Leaves): readonly NodeId[] {
  const nodes: NodeId[] = [];
  for (let from = start; from < end; ) {
    let level = 0;
    let width = 1;
    while (from + width * 2 <= end && from % (width * 2) === 0) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: from / width });
    from += width;
  }
  return nodes;
}
