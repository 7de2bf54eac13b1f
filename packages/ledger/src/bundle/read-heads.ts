import { type LogHead, parseHead } from '../notes/heads.ts';
import type { Verifier } from '../notes/keys.ts';
import { openNote } from '../notes/notes.ts';
import { openSuccession } from '../notes/successions.ts';
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

/** Reads the keys and heads of a bundle in their order: a key counts from where a key that is trusted names it. */
export function readHeads({ origin, trusted, earlier, find }: HeadsToRead) {
  const keys = [...trusted];
  const heads: SignedHead[] = [];
  const kept = openKept();
  let read = 0;
  let named = 0;

  function open(note: string, head: number): SignedHead | undefined {
    const opened = openNote(note, keys);
    if (opened.kind !== 'signed') {
      find({ kind: opened.kind === 'forged' ? 'forged-head' : 'unsigned-head', head });
      return undefined;
    }
    const parsed = parseHead(opened.text);
    if (parsed?.origin === origin) return { ...parsed, signedBy: opened.signedBy };
    find({ kind: 'foreign-head', head });
    return undefined;
  }

  function takeKey(note: string, line: number): void {
    named += 1;
    const next = openSuccession(note, origin, keys);
    if (next === undefined) find({ kind: 'foreign-key', line });
    else keys.push(next);
  }

  function takeHead(note: string): void {
    read += 1;
    const head = open(note, read);
    const before = heads.at(-1);
    if (head === undefined) return;
    if (head.size < (before?.size ?? 0)) find({ kind: 'shrunk-head', head: read });
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
