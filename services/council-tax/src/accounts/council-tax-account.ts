import { padUprn } from '@told/identity';
import type { Statement, Transaction } from '@told/service';

/** The tax of a dwelling for a year, before discounts. */
export interface Account {
  readonly uprn: string;
  /** `2010/11`. */
  readonly financialYear: string;
  readonly annualPence: number;
}

/** Financial year → the year's tax. */
export type TaxByYear = Readonly<Record<string, number>>;

// The first word stands: a case that was decided by it must come out the same when it is gone through again.
const INSERT: Statement = {
  name: 'council_insert_accounts',
  text: `INSERT INTO council_tax_account (uprn, financial_year, annual_pence)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING`,
};

// The list as a query of its own has no length that a planner could guess by: one plan is kept, instead of a new one for each short list.
const FIND: Statement = {
  name: 'council_find_accounts',
  text: `SELECT found.* FROM unnest((SELECT $1::text[])) AS k (uprn), LATERAL (
      SELECT a.uprn, a.financial_year AS "financialYear", a.annual_pence AS "annualPence" FROM council_tax_account AS a
      WHERE a.uprn = k.uprn ORDER BY a.financial_year OFFSET 0
    ) AS found`,
};

export async function addAccounts(tx: Transaction, accounts: readonly Account[]): Promise<void> {
  if (accounts.length === 0) return;
  // Of several words in one statement none would be the first.
  const first = new Map(
    accounts.toReversed().map((one) => [`${pad(one.uprn)} ${one.financialYear}`, one]),
  );
  const rows = [...first.values()];
  await tx.query(INSERT, [
    rows.map(({ uprn }) => pad(uprn)),
    rows.map(({ financialYear }) => financialYear),
    rows.map(({ annualPence }) => annualPence),
  ]);
}

/** UPRN, padded → the tax of each year known. */
export async function findAccounts(
  tx: Transaction,
  uprns: readonly string[],
): Promise<ReadonlyMap<string, TaxByYear>> {
  if (uprns.length === 0) return new Map();
  const { rows } = await tx.query<Account>(FIND, [[...new Set(uprns)]]);
  const found = new Map<string, TaxByYear>();
  for (const { uprn, financialYear, annualPence } of rows) {
    found.set(uprn, { ...found.get(uprn), [financialYear]: annualPence });
  }
  return found;
}

/** UPRNs are compared as 12 digits. */
export function pad(uprn: string): string {
  return padUprn(uprn) ?? uprn;
}
