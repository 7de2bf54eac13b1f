import type { KeyObject } from 'node:crypto';
import { createSigner, type Signer } from '@told/ledger';
import type { Database, Statement, Transaction } from '@told/service';

/** The private keys that a service was given for a ledger: in the order in which they are to be used. */
export interface LedgerSigners {
  readonly ledgerId: string;
  /** By the published key; undefined: its private part is not here. */
  find(key: string): Signer | undefined;
  /** The one that follows this key. */
  after(key: string): Signer | undefined;
  all(): readonly Signer[];
}

export function createSigners(ledgerId: string, privateKeys: readonly KeyObject[]): LedgerSigners {
  const signers = privateKeys.map((key) => createSigner(ledgerId, key));
  const placeOf = (key: string): number =>
    signers.findIndex(({ verifier }) => verifier.text === key);
  return {
    ledgerId,
    find: (key) => signers[placeOf(key)],
    after(key) {
      const place = placeOf(key);
      return place === -1 ? undefined : signers[place + 1];
    },
    all: () => signers,
  };
}

/** A key that a ledger was signed with. */
export interface LedgerKey {
  readonly no: number;
  /** As it is published. */
  readonly key: string;
  /** The note by which the key before names it, and the entry that does; null of the first. */
  readonly succession: string | null;
  readonly entry: number | null;
  readonly sinceMicros: number;
}

const LIST_KEYS: Statement = {
  name: 'audit_list_ledger_keys',
  text: 'SELECT no, key, succession, entry, since_micros AS "sinceMicros" FROM ledger_key WHERE ledger = $1 ORDER BY no',
};

const INSERT_KEY: Statement = {
  name: 'audit_insert_ledger_key',
  text: `INSERT INTO ledger_key (ledger, no, key, succession, entry, since_micros) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING`,
};

/** The keys of a ledger, the newest last. */
export async function listKeys(
  from: Pick<Database, 'query'>,
  ledger: number,
): Promise<readonly LedgerKey[]> {
  return (await from.query<LedgerKey>(LIST_KEYS, [ledger])).rows;
}

/** Leaves one of the same number as it is. */
export async function insertKey(
  tx: Pick<Transaction, 'query'>,
  ledger: number,
  { no, key, succession, entry, sinceMicros }: LedgerKey,
): Promise<void> {
  await tx.query(INSERT_KEY, [ledger, no, key, succession, entry, sinceMicros]);
}
