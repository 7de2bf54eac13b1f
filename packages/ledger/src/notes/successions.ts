import { parseVerifier, type Verifier } from './keys.ts';
import { openNote } from './notes.ts';

const TITLE = 'told-ledger key';

/** One key of a log follows another. */
export interface Succession {
  /** The key that follows. */
  readonly next: Verifier;
  /** The entry that names it: heads that cover this entry are signed by it, and by the one before no more. */
  readonly entry: number;
}

/** The text by which a key of a log names the one that follows; whoever trusts the key that signs it trusts the next. */
export const formatSuccession = (origin: string, { next, entry }: Succession): string =>
  `${TITLE}\n${origin}\n${next.text}\nentry ${entry}\n`;

/** A succession that a trusted key has signed. */
export interface OpenedSuccession extends Succession {
  /** Of the trusted keys, those that have signed it, as they are published. */
  readonly signedBy: readonly string[];
}

/** Undefined for what is none of this log, or what none of the trusted keys has signed. */
export function openSuccession(
  note: string,
  origin: string,
  trusted: readonly Verifier[],
): OpenedSuccession | undefined {
  const opened = openNote(note, trusted);
  if (opened.kind !== 'signed') return undefined;
  const { text, signedBy } = opened;
  const [, , key = '', last = ''] = text.split('\n');
  const next = parseVerifier(key);
  const entry = Number(last.replace(/^entry /, ''));
  if (next?.name !== origin || !Number.isSafeInteger(entry) || entry < 0) return undefined;
  return formatSuccession(origin, { next, entry }) === text ? { next, entry, signedBy } : undefined;
}
