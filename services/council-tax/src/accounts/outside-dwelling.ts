import type { Statement, Transaction } from '@told/service';
import { pad } from './council-tax-account.ts';

/** A dwelling in another authority's area. */
export interface OutsideDwelling {
  readonly uprn: string;
  /** GSS code of the authority. */
  readonly authority: string;
}

// As with accounts, the first word stands.
const INSERT: Statement = {
  name: 'council_insert_outside',
  text: `INSERT INTO outside_dwelling (uprn, authority) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
};

const FIND: Statement = {
  name: 'council_find_outside',
  text: `SELECT found.* FROM unnest($1::text[]) AS k (uprn), LATERAL (
      SELECT d.uprn, d.authority FROM outside_dwelling AS d WHERE d.uprn = k.uprn OFFSET 0
    ) AS found`,
};

export async function addOutside(
  tx: Transaction,
  dwellings: readonly OutsideDwelling[],
): Promise<void> {
  if (dwellings.length === 0) return;
  const byUprn = new Map(dwellings.toReversed().map((one) => [pad(one.uprn), one.authority]));
  await tx.query(INSERT, [[...byUprn.keys()], [...byUprn.values()]]);
}

/** UPRN, padded → the authority in whose area it lies. */
export async function findOutside(
  tx: Transaction,
  uprns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (uprns.length === 0) return new Map();
  const { rows } = await tx.query<OutsideDwelling>(FIND, [[...new Set(uprns)]]);
  return new Map(rows.map(({ uprn, authority }) => [uprn, authority]));
}
