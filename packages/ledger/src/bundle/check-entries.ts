import { growTree } from '../tree/growing-tree.ts';
import { hashLeaf } from '../tree/hashes.ts';
import { parseEntryLine } from './bundle-lines.ts';
import { checkPlaces } from './check-places.ts';
import type { Finding } from './findings.ts';
import type { WantedRoot } from './read-heads.ts';

export interface EntryCheck {
  take(line: string, number: number): void;
  /** Says what is missing of `wanted` entries; returns how many there were. */
  finish(wanted: number): number;
}

/** A head that the entries read so far do not agree with. */
interface Doubt {
  /** The entries before this one are known to be those that were signed. */
  readonly soundUpTo: number;
  readonly size: number;
  readonly isKept: boolean;
}

/** What heads and successions say of the entries. */
interface Wanted {
  /** Size → the roots that a tree of it must have. */
  readonly roots: ReadonlyMap<number, readonly WantedRoot[]>;
  /** Entry → the published key that it must name. */
  readonly keys: ReadonlyMap<number, string>;
}

export function checkEntries(
  { roots, keys }: Wanted,
  find: (finding: Finding) => void,
): EntryCheck {
  const entered = new Set<number>();
  const tree = growTree();
  const places = checkPlaces(find);
  let soundUpTo = 0;
  let doubts: Doubt[] = [];

  /** A head of the bundle that holds after one that does not: both were signed, and one log cannot have been both. */
  const tellForks = (): void => {
    for (const { size } of doubts) find({ kind: 'forked', size });
    doubts = [];
  };

  function checkRoots(): void {
    const size = tree.size();
    const wanted = roots.get(size);
    if (wanted === undefined || !places.isInOrder()) return;
    const root = tree.root();
    const holding = wanted.filter((one) => one.root.equals(root));
    for (const { isKept } of wanted.filter((one) => !holding.includes(one)))
      doubts.push({ soundUpTo, size, isKept });
    if (holding.length > 0) soundUpTo = size;
    if (holding.some(({ isKept }) => !isKept)) tellForks();
  }

  /** No later head holds: what a head of the bundle does not agree with was rewritten; what only a kept one denies is another history. */
  function settleDoubts(): void {
    const denied = doubts.find(({ isKept }) => !isKept);
    if (denied === undefined || denied.size === 0) tellForks();
    else find({ kind: 'rewritten', entry: denied.soundUpTo, last: denied.size - 1 });
  }

  checkRoots();
  return {
    take(line, number) {
      const entry = parseEntryLine(line);
      // Whatever stood there is missing, which the next entry's number shows.
      if (entry === undefined) return find({ kind: 'malformed', line: number });
      places.take(entry.index, tree.size());
      const { index, key } = entry;
      if (index !== undefined && key !== undefined && key === keys.get(index)) entered.add(index);
      if (!hashLeaf(entry.bytes).equals(entry.leaf))
        find({ kind: 'edited', entry: entry.index ?? tree.size() });
      tree.append(entry.leaf);
      checkRoots();
    },
    finish(wanted) {
      settleDoubts();
      for (const entry of keys.keys())
        if (!entered.has(entry)) find({ kind: 'unentered-key', entry });
      const there = places.finish(tree.size());
      if (there < wanted) find({ kind: 'missing', entry: there, last: wanted - 1 });
      return tree.size();
    },
  };
}
