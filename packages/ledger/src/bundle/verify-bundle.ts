import { LedgerError } from '../errors.ts';
import type { LogHead } from '../notes/heads.ts';
import type { Verifier } from '../notes/keys.ts';
import { growTree } from '../tree/growing-tree.ts';
import { hashLeaf } from '../tree/hashes.ts';
import { type BundleStart, parseEnding, parseEntryLine, parseStart } from './bundle-lines.ts';
import { checkPlaces } from './check-places.ts';
import type { Finding } from './findings.ts';
import { readHeads, type WantedRoot } from './read-heads.ts';

export interface VerifyOptions {
  /** Keys that one trusts, from wherever one has them: not from the bundle. At least one. */
  readonly trusted: readonly Verifier[];
  /** Heads that one kept, as notes: the entries must be of the same history. */
  readonly earlier?: readonly string[];
}

export interface VerifiedBundle {
  readonly isSound: boolean;
  readonly origin: string | undefined;
  /** Entries read. */
  readonly entries: number;
  /** The newest head that a trusted key has signed. */
  readonly head: LogHead | undefined;
  /** In the order they were met; 1,000 at most. */
  readonly findings: readonly Finding[];
  /** How many more there are. */
  readonly findingsLeftOut: number;
}

const FINDINGS_MAX = 1_000;

/**
 * Checks a bundle, given line by line, with nothing but the keys and heads that the verifier has: every entry against its hash, all hashes
 * against the root of each signed head, and the heads against those kept from before. Memory does not grow with the entries. Throws LedgerError
 * `trust-missing` without a key.
 */
export async function verifyBundle(
  lines: AsyncIterable<string> | Iterable<string>,
  { trusted, earlier = [] }: VerifyOptions,
): Promise<VerifiedBundle> {
  if (trusted.length === 0) throw new LedgerError('trust-missing');
  const findings: Finding[] = [];
  let findingsLeftOut = 0;
  const find = (finding: Finding): void => {
    if (findings.length < FINDINGS_MAX) findings.push(finding);
    else findingsLeftOut += 1;
  };
  let start: BundleStart | undefined;
  let heads: ReturnType<typeof readHeads> | undefined;
  let entries: EntryCheck | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (start === undefined) {
      start = parseStart(line);
      if (start === undefined) break;
      heads = readHeads({ origin: start.origin, trusted, earlier, find });
      continue;
    }
    const ending = entries === undefined ? parseEnding(line) : undefined;
    if (ending !== undefined) heads?.take(ending, number);
    else {
      entries ??= checkEntries(heads?.roots() ?? new Map(), find);
      entries.take(line, number);
    }
  }
  if (start === undefined) find({ kind: 'malformed', line: 1 });
  const head = heads?.newest();
  const read = entries?.finish(Math.max(start?.entries ?? 0, heads?.largest() ?? 0)) ?? 0;
  if (start !== undefined && (head === undefined || read > head.size))
    find({ kind: 'uncovered', entry: head?.size ?? 0 });
  return {
    isSound: findings.length === 0,
    origin: start?.origin,
    entries: read,
    head,
    findings,
    findingsLeftOut,
  };
}

interface EntryCheck {
  take(line: string, number: number): void;
  /** Says what is missing of `wanted` entries; returns how many there were. */
  finish(wanted: number): number;
}

/** `roots`: what a tree of each size must have, as heads say. */
function checkEntries(
  roots: ReadonlyMap<number, readonly WantedRoot[]>,
  find: (finding: Finding) => void,
): EntryCheck {
  const tree = growTree();
  const places = checkPlaces(find);
  let soundUpTo = 0;
  /** Whatever follows has another root as well: it would say nothing more. */
  let isLost = false;

  function checkRoots(): void {
    const size = tree.size();
    const wrong = (roots.get(size) ?? []).filter(({ root }) => !tree.root().equals(root));
    if (isLost || !places.isInOrder()) return;
    if (wrong.length === 0) soundUpTo = roots.has(size) ? size : soundUpTo;
    else if (wrong.every(({ isKept }) => isKept)) find({ kind: 'forked', size });
    else {
      find({ kind: 'rewritten', entry: soundUpTo, last: size - 1 });
      isLost = true;
    }
  }

  return {
    take(line, number) {
      const entry = parseEntryLine(line);
      if (entry === undefined) {
        isLost = true;
        return find({ kind: 'malformed', line: number });
      }
      places.take(entry.index, tree.size());
      if (!hashLeaf(entry.bytes).equals(entry.leaf))
        find({ kind: 'edited', entry: entry.index ?? tree.size() });
      tree.append(entry.leaf);
      checkRoots();
    },
    finish(wanted) {
      const there = places.finish(tree.size());
      if (there < wanted) find({ kind: 'missing', entry: there, last: wanted - 1 });
      return tree.size();
    },
  };
}
