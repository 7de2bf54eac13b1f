import type { ServedKey } from '@told/ledger';
import type { Connection } from '../connect.ts';
import { formatTable } from '../print.ts';

/** What `told ledger keys list` answers with --json. */
export interface ListedKeys {
  readonly ledgerId: string;
  /** So many entries does the newest head cover. */
  readonly size: number;
  readonly items: readonly ServedKey[];
}

/** What `told ledger keys rotate` answers with --json. */
export interface RotatedKey extends ServedKey {
  readonly ledgerId: string;
}

export const askKeys = (connection: Connection, ledger: string | undefined): Promise<ListedKeys> =>
  connection.call(
    'audit',
    `/v1/ledger/keys${ledger === undefined ? '' : `?ledger=${encodeURIComponent(ledger)}`}`,
  );

export const rotateKey = (connection: Connection, reason: string): Promise<RotatedKey> =>
  connection.call('audit', '/v1/ledger/keys/rotate', { body: { reason } });

export const describeKeys = ({ items }: ListedKeys): string =>
  formatTable(
    ['key', 'signs from', 'since'],
    items.map(({ key, entry, since }) => [
      key,
      entry === null ? 'the first entry' : `entry ${entry.toLocaleString('en-GB')}`,
      since,
    ]),
    'the ledger has no key yet',
  );

export const describeRotated = ({ key, entry }: RotatedKey): string =>
  [
    `The ledger is signed with another key from entry ${(entry ?? 0).toLocaleString('en-GB')} on:`,
    `  ${key}`,
    'Whoever pinned the first key goes on with it: the one before has named this one.',
    'Take the private part of the key before out of TOLD_LEDGER_KEY, and destroy it.',
  ].join('\n');
