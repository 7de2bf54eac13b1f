import {
  formatEntryLine,
  formatHeadLine,
  formatKeyLine,
  formatStart,
} from '../bundle/bundle-lines.ts';
import type { LogHead } from '../notes/heads.ts';
import type { ServedKey } from './open-head.ts';

/** Asks the service that keeps a ledger: `heads` or `entries`, and from where on. */
export type AskLedger = <T>(what: string, query?: Readonly<Record<string, string>>) => Promise<T>;

interface Served {
  readonly head: LogHead;
  /** The head as it was signed. */
  readonly note: string;
  readonly keys: readonly Pick<ServedKey, 'succession' | 'entry'>[];
  readonly ask: AskLedger;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: number | null;
}

/** As many as the service gives at once. */
const PAGE = 1_000;
/** Heads that a bundle gets besides the newest, evenly spread: what was rewritten lies between two of them. */
const HEADS = 1_000;

/** The whole of a ledger, as far as one head covers it, as the lines of a bundle; read a page at a time while the lines before are used. */
export async function* collectBundle({ head, note, keys, ask }: Served): AsyncGenerator<string> {
  const { origin, size } = head;
  yield formatStart({ origin, entries: size });
  for (const { succession, entry } of keys)
    if (succession !== null && (entry ?? size) < size) yield formatKeyLine(succession);
  for await (const earlier of readHeads(ask, size)) yield formatHeadLine(earlier);
  yield formatHeadLine(note);
  for await (const text of readEntries(ask, size)) yield formatEntryLine(text);
}

/** Heads of fewer than `size` entries, in the order of their sizes. */
async function* readHeads(ask: AskLedger, size: number): AsyncGenerator<string> {
  const step = Math.max(1, Math.floor(size / HEADS));
  const limit = String(step === 1 ? PAGE : 1);
  for (let from = 1; from < size; ) {
    type Head = { readonly size: number; readonly note: string };
    const { items } = await ask<Page<Head>>('heads', { from: String(from), limit });
    for (const one of items) if (one.size < size) yield one.note;
    const last = items.at(-1)?.size ?? size;
    from = Math.max(from, last) + step;
  }
}

/** The first `size` entries. The next page is asked for while this one is used. */
async function* readEntries(ask: AskLedger, size: number): AsyncGenerator<string> {
  type Entry = { readonly index: number; readonly text: string };
  const askFrom = (from: number): Promise<Page<Entry>> | undefined => {
    if (from >= size) return undefined;
    const limit = String(Math.min(PAGE, size - from));
    const page = ask<Page<Entry>>('entries', { from: String(from), limit });
    page.catch(() => undefined); // whoever stops reading does not wait for it
    return page;
  };
  let from = 0;
  for (let page = askFrom(from); page !== undefined; ) {
    const { items } = await page;
    // Where entries are gone, the numbers go on behind them; a service whose numbers do not go on has nothing more.
    const next = (items.at(-1)?.index ?? -1) + 1;
    page = next > from ? askFrom(next) : undefined;
    from = next;
    yield* items.map(({ text }) => text);
  }
}
