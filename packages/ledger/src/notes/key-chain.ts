import type { Verifier } from './keys.ts';
import { type OpenedNote, openNote } from './notes.ts';
import { openSuccession, type Succession } from './successions.ts';

/** The keys of a log that one trusts: those that one has, and those that follow them. */
export interface KeyChain {
  /**
   * Takes a succession in, if a key that is trusted and was not replaced has signed it: undefined for any other. A key that was replaced names
   * none, so that whoever stole it cannot go on with it.
   */
  follow(note: string): Succession | undefined;
  /** Opens a note with every key that is trusted, replaced or not. */
  open(note: string): OpenedNote;
  /** Of keys that have signed a head of so many entries, those that were not replaced by then. */
  inForce(signedBy: readonly string[], size: number): readonly string[];
  /** Published keys, in the order in which they came to be trusted. */
  texts(): readonly string[];
}

export function openKeyChain(origin: string, trusted: readonly Verifier[]): KeyChain {
  const keys = new Map(trusted.map((key) => [key.text, key]));
  /** Published key → the entry that names the one that replaced it. */
  const replacedAt = new Map<string, number>();
  let lastEntry = -1;
  return {
    follow(note) {
      const standing = [...keys.values()].filter(({ text }) => !replacedAt.has(text));
      const named = openSuccession(note, origin, standing);
      if (named === undefined || named.entry <= lastEntry) return undefined;
      const { next, entry, signedBy } = named;
      for (const text of signedBy) replacedAt.set(text, entry);
      keys.set(next.text, next);
      lastEntry = entry;
      return { next, entry };
    },
    open: (note) => openNote(note, [...keys.values()]),
    inForce: (signedBy, size) =>
      signedBy.filter((text) => size <= (replacedAt.get(text) ?? Number.POSITIVE_INFINITY)),
    texts: () => [...keys.keys()],
  };
}
