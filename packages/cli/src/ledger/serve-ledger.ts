import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AskLedger,
  collectBundle,
  type LogHead,
  readKeptHead,
  type ServedKey,
} from '@told/ledger';
import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';

/** The newest head, as the audit service gives it. */
interface ServedHead {
  readonly note: string;
  /** Published keys, the newest last. */
  readonly keys: readonly string[];
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

/** Waits between tries, in milliseconds. */
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000];

/** Asks for the newest head, of the newest ledger or of an earlier one by its id. Throws CliError `unsound` when what is answered is none; `refused`, `unavailable` as `connection.call`. */
export async function openServedLedger(
  connection: Connection,
  ledger?: string,
): Promise<ServedLedger> {
  const of = ledger === undefined ? {} : { ledger };
  const ask: AskLedger = (what, query = {}) => {
    const asked = new URLSearchParams({ ...of, ...query });
    return askAgain(connection, `/v1/ledger/${what}?${asked}`, WAITS_MS);
  };
  const served = await ask<ServedHead>('head');
  const head = readKeptHead(served.note);
  if (head === undefined)
    throw new CliError('unsound', 'what the audit service gave as its newest head is none.');
  const { items: keys } = await ask<{ items: readonly ServedKey[] }>('keys');
  return {
    ...{ served, keys, head },
    lines: () => collectBundle({ head, note: served.note, keys, ask }),
  };
}

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
