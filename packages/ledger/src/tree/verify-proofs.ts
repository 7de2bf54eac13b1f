import { EMPTY_ROOT, HASH_BYTES, type Hash, hashNodes } from './hashes.ts';

/** A tree as a head names it. */
export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/** True when the leaf is the one at `index` of the tree (RFC 9162, 2.1.3.2). Nonsense is false, not an error. */
export function verifyInclusion(
  leaf: Hash,
  index: number,
  { size, root }: TreeHead,
  proof: readonly Hash[],
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leaf, root, ...proof].every(isHash)) return false;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false; // longer than the tree is high
    if (at % 2 === 1 || at === last) {
      hash = hashNodes(sibling, hash);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = half(last);
      }
    } else {
      hash = hashNodes(hash, sibling);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && hash.equals(root);
}

/** True when the later tree begins with all leaves of the earlier one (RFC 9162, 2.1.4.2). Nonsense is false, not an error. */
export function verifyConsistency(
  earlier: TreeHead,
  later: TreeHead,
  proof: readonly Hash[],
): boolean {
  if (!isCount(earlier.size) || !isCount(later.size) || earlier.size > later.size) return false;
  if (earlier.size === 0 && !earlier.root.equals(EMPTY_ROOT)) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  if (![earlier.root, later.root, ...proof].every(isHash)) return false;
  if (earlier.size === 0) return proof.length === 0;
  // A perfect earlier tree is a node of the later one: its root, which both sides know, begins the path.
  const path = isPowerOfTwo(earlier.size) ? [earlier.root, ...proof] : proof;
  return followGrowth(earlier, later, path);
}

function followGrowth(earlier: TreeHead, later: TreeHead, path: readonly Hash[]): boolean {
  const [first, ...siblings] = path;
  if (first === undefined) return false;
  let at = earlier.size - 1;
  let last = later.size - 1;
  while (at % 2 === 1) {
    at = half(at);
    last = half(last);
  }
  let before = first;
  let now = first;
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      before = hashNodes(sibling, before);
      now = hashNodes(sibling, now);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = half(last);
      }
    } else {
      now = hashNodes(now, sibling);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && before.equals(earlier.root) && now.equals(later.root);
}

const half = (count: number): number => Math.floor(count / 2);
const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0;
const isHash = (hash: Hash): boolean => hash.length === HASH_BYTES;

function isPowerOfTwo(count: number): boolean {
  let rest = count;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}
