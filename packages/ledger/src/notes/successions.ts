import { parseVerifier, type Verifier } from './keys.ts';
import { openNote } from './notes.ts';

const TITLE = 'told-ledger key';

/** The text by which a log names the key that follows; whoever trusts the key that signs it trusts the next. */
export const formatSuccession = (origin: string, next: Verifier): string =>
  `${TITLE}\n${origin}\n${next.text}\n`;

/** The next key, if one of the trusted keys names it for this log. */
export function openSuccession(
  note: string,
  origin: string,
  trusted: readonly Verifier[],
): Verifier | undefined {
  const opened = openNote(note, trusted);
  if (opened.kind !== 'signed') return undefined;
  const [title, log, key = '', ...rest] = opened.text.split('\n');
  const isSuccession = title === TITLE && log === origin && rest.join() === '';
  return isSuccession ? parseVerifier(key) : undefined;
}
