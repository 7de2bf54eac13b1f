import { type LogHead, parseHead } from '../notes/heads.ts';
import type { Verifier } from '../notes/keys.ts';
import { openNote } from '../notes/notes.ts';
import { openSuccession } from '../notes/successions.ts';
import type { Ending } from './bundle-lines.ts';
import type { Finding } from './findings.ts';

interface HeadsToRead {
  readonly origin: string;
  readonly trusted: readonly Verifier[];
  /** Notes that the verifier kept. */
  readonly earlier: readonly string[];
  readonly find: (finding: Finding) => void;
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
  const heads: LogHead[] = [];
  let read = 0;

  function open(note: string, head: number): LogHead | undefined {
    const opened = openNote(note, keys);
    if (opened.kind !== 'signed') {
      find({ kind: opened.kind === 'forged' ? 'forged-head' : 'unsigned-head', head });
      return undefined;
    }
    const parsed = parseHead(opened.text);
    if (parsed?.origin === origin) return parsed;
    find({ kind: 'foreign-head', head });
    return undefined;
  }

  return {
    take({ kind, note }: Ending, line: number): void {
      if (kind === 'key') {
        const next = openSuccession(note, origin, keys);
        if (next === undefined) find({ kind: 'foreign-key', line });
        else keys.push(next);
        return;
      }
      read += 1;
      const head = open(note, read);
      if (head === undefined) return;
      if (head.size < (heads.at(-1)?.size ?? 0)) find({ kind: 'shrunk-head', head: read });
      else heads.push(head);
    },
    newest: () => heads.at(-1),
    /** The size of the largest head, also of those kept. */
    largest: () => Math.max(0, ...[...heads, ...openKept()].map(({ size }) => size)),
    /** Size → the roots that a tree of it must have. */
    roots(): ReadonlyMap<number, readonly WantedRoot[]> {
      const roots = new Map<number, WantedRoot[]>();
      const want = ({ size, root }: LogHead, isKept: boolean): void =>
        void roots.set(size, [...(roots.get(size) ?? []), { root, isKept }]);
      for (const head of heads) want(head, false);
      for (const head of openKept()) want(head, true);
      return roots;
    },
  };

  /** The verifier trusts what it kept; its signature is not asked again, since its key may be one that nobody uses any more. */
  function openKept(): readonly LogHead[] {
    return earlier.flatMap((note) => {
      const head = parseHead(note.slice(0, note.lastIndexOf('\n\n') + 1));
      return head?.origin === origin ? [head] : [];
    });
  }
}
