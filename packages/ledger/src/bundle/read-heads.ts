import { type LogHead, parseHead } from '../notes/heads.ts';
import { openKeyChain } from '../notes/key-chain.ts';
import type { Verifier } from '../notes/keys.ts';
import type { Ending } from './bundle-lines.ts';
import type { Finding } from './findings.ts';
import { BUNDLE_LIMITS } from './limits.ts';

interface HeadsToRead {
  readonly origin: string;
  readonly trusted: readonly Verifier[];
  /** Notes that the verifier kept. */
  readonly earlier: readonly string[];
  readonly find: (finding: Finding) => void;
}

/** A head with the published keys that have signed it. */
export interface SignedHead extends LogHead {
  readonly signedBy: readonly string[];
}

/** A root that the entries must have. */
export interface WantedRoot {
  readonly root: Buffer;
  /** Named by a head that the verifier kept. */
  readonly isKept: boolean;
}

/** Names of signers that a finding tells; a note may have a hundred. */
const SIGNERS_TOLD = 3;

/** Reads the keys and heads of a bundle in their order: a key counts from where a key that is trusted names it. */
export function readHeads({ origin, trusted, earlier, find }: HeadsToRead) {
  const keys = openKeyChain(origin, trusted);
  const namedKeys = new Map<number, string>();
  const heads: SignedHead[] = [];
  const kept = openKept();
  let read = 0;
  let named = 0;

  function open(note: string, head: number): SignedHead | Finding {
    const opened = keys.open(note);
    if (opened.kind === 'forged') return { kind: 'forged-head', head };
    if (opened.kind !== 'signed') {
      const by = opened.kind === 'unsigned' ? opened.by.slice(0, SIGNERS_TOLD) : [];
      return { kind: 'unsigned-head', head, by };
    }
    const parsed = parseHead(opened.text);
    if (parsed?.origin !== origin) return { kind: 'foreign-head', head };
    const signedBy = keys.inForce(opened.signedBy, parsed.size);
    return signedBy.length > 0 ? { ...parsed, signedBy } : { kind: 'retired-key', head };
  }

  function takeKey(note: string, line: number): void {
    named += 1;
    const followed = keys.follow(note);
    if (followed === undefined) {
      find({ kind: 'foreign-key', line });
      return;
    }
    namedKeys.set(followed.entry, followed.next.text);
    // Behind heads that cover its entry it would come too late for them.
    if ((heads.at(-1)?.size ?? 0) > followed.entry) find({ kind: 'malformed', line });
  }

  function takeHead(note: string): void {
    read += 1;
    const head = open(note, read);
    const before = heads.at(-1);
    if ('kind' in head) find(head);
    else if (head.size < (before?.size ?? 0)) find({ kind: 'shrunk-head', head: read });
    else heads.push(head);
  }

  return {
    take({ kind, note }: Ending, line: number): void {
      if (kind === 'key' ? named === BUNDLE_LIMITS.keys : read === BUNDLE_LIMITS.heads)
        find({ kind: 'malformed', line });
      else if (kind === 'key') takeKey(note, line);
      else takeHead(note);
    },
    newest: () => heads.at(-1),
    /** Entry → the published key that it must name. */
    namedKeys: (): ReadonlyMap<number, string> => namedKeys,
    /** The size of the largest head, also of those kept. */
    largest: () => [...heads, ...kept].reduce((most, { size }) => Math.max(most, size), 0),
    /** Size → the roots that a tree of it must have. */
    roots(): ReadonlyMap<number, readonly WantedRoot[]> {
      const roots = new Map<number, WantedRoot[]>();
      const want = ({ size, root }: LogHead, isKept: boolean): void => {
        const wanted = roots.get(size) ?? [];
        wanted.push({ root, isKept });
        roots.set(size, wanted);
      };
      for (const head of heads) want(head, false);
      for (const head of kept) want(head, true);
      return roots;
    },
  };

  /** The verifier trusts what it kept; its signature is not asked again, since its key may be one that nobody uses any more. */
  function openKept(): readonly LogHead[] {
    return earlier.flatMap((note, at) => {
      const head = readKeptHead(note);
      if (head?.origin === origin) return [head];
      find({ kind: 'foreign-kept', kept: at + 1 });
      return [];
    });
  }
}

/** What a kept note says; undefined for a text that is no head. */
export const readKeptHead = (note: string): LogHead | undefined =>
  parseHead(note.slice(0, note.lastIndexOf('\n\n') + 1));
