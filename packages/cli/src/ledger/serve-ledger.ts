import { setTimeout as sleep } from 'node:timers/promises';
import {
  formatEntryLine,
  formatHeadLine,
  formatKeyLine,
  formatStart,
  type LogHead,
  readKeptHead,
} from '@told/ledger';
import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import type { ServedKey } from './open-head.ts';

/** The newest head, as the audit service gives it. */
interface ServedHead {
  readonly note: string;
  /** Published keys, the newest last. */
  readonly keys: readonly string[];
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: number | null;
}

/** The ledger of a running audit service, as far as one head covers it. */
export interface ServedLedger {
  readonly served: ServedHead;
  /** The ledger's keys, the newest last: a moment after the head. */
  readonly keys: readonly ServedKey[];
  readonly head: LogHead;
  /** The whole of it as the lines of a bundle, read a page at a time while the lines before are used. */
  lines(): AsyncGenerator<string>;
}

/** As many as the service gives at once. */
const PAGE = 1_000;
/** Heads that a bundle gets besides the newest, evenly spread: what was rewritten lies between two of them. */
const HEADS = 1_000;
/** Waits between tries, in milliseconds. */
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000];

/** Asks for the newest head, of the newest ledger or of an earlier one by its id. Throws CliError `unsound` when what is answered is none; `refused`, `unavailable` as `connection.call`. */
export async function openServedLedger(
  connection: Connection,
  ledger?: string,
): Promise<ServedLedger> {
  const of = ledger === undefined ? {} : { ledger };
  const ask: Ask = (what, query = {}) => {
    const asked = new URLSearchParams({ ...of, ...query });
    return askAgain(connection, `/v1/ledger/${what}?${asked}`, WAITS_MS);
  };
  const served = await ask<ServedHead>('head');
  const head = readKeptHead(served.note);
  if (head === undefined)
    throw new CliError('unsound', 'what the audit service gave as its newest head is none.');
  const { origin, size } = head;
  const { items: keys } = await ask<{ items: readonly ServedKey[] }>('keys');
  return {
    ...{ served, keys, head },
    async *lines() {
      yield formatStart({ origin, entries: size });
      for (const { succession, entry } of keys)
        if (succession !== null && (entry ?? size) < size) yield formatKeyLine(succession);
      for await (const note of readHeads(ask, size)) yield formatHeadLine(note);
      yield formatHeadLine(served.note);
      for await (const text of readEntries(ask, size)) yield formatEntryLine(text);
    },
  };
}

type Ask = <T>(what: string, query?: Readonly<Record<string, string>>) => Promise<T>;

/** A long export outlasts a restart of the service. */
async function askAgain<T>(
  connection: Connection,
  path: string,
  [waitMs, ...rest]: readonly number[],
): Promise<T> {
  try {
    return await connection.call<T>('audit', path);
  } catch (error) {
    if (!(error instanceof CliError) || error.exit !== 'unavailable' || waitMs === undefined)
      throw error;
    await sleep(waitMs);
    return askAgain(connection, path, rest);
  }
}

/** Heads of fewer than `size` entries, in the order of their sizes. */
async function* readHeads(ask: Ask, size: number): AsyncGenerator<string> {
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
async function* readEntries(ask: Ask, size: number): AsyncGenerator<string> {
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
