import { padUprn } from '@told/identity';
import type { Statement, Transaction } from '@told/service';

/** The tax of a dwelling for the year, before discounts. */
export interface Account {
  readonly uprn: string;
  readonly annualPence: number;
}

// The first word stands: a case that was decided by it must come out the same when it is gone through again.
const INSERT: Statement = {
  name: 'council_insert_accounts',
  text: `INSERT INTO council_tax_account (uprn, annual_pence)
    SELECT * FROM unnest($1::text[], $2::bigint[]) ON CONFLICT DO NOTHING`,
};

const FIND: Statement = {
  name: 'council_find_accounts',
  text: `SELECT found.* FROM unnest($1::text[]) AS k (uprn), LATERAL (
      SELECT a.uprn, a.annual_pence AS "annualPence" FROM council_tax_account AS a WHERE a.uprn = k.uprn OFFSET 0
    ) AS found`,
};

const CLEAR: Statement = {
  name: 'council_clear_accounts',
  text: 'DELETE FROM council_tax_account',
};

export async function addAccounts(tx: Transaction, accounts: readonly Account[]): Promise<void> {
  if (accounts.length === 0) return;
  const byUprn = new Map(accounts.toReversed().map((account) => [pad(account.uprn), account]));
  await tx.query(INSERT, [
    [...byUprn.keys()],
    [...byUprn.values()].map(({ annualPence }) => annualPence),
  ]);
}

/** UPRN, padded → the year's tax. */
export async function findAccounts(
  tx: Transaction,
  uprns: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (uprns.length === 0) return new Map();
  const { rows } = await tx.query<Account>(FIND, [[...new Set(uprns)]]);
  return new Map(rows.map(({ uprn, annualPence }) => [uprn, annualPence]));
}

export const clearAccounts = async (tx: Transaction): Promise<void> => void (await tx.query(CLEAR));

/** UPRNs are compared as 12 digits. */
export function pad(uprn: string): string {
  return padUprn(uprn) ?? uprn;
}
