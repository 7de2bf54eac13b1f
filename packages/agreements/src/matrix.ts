import { type Agreement, type AgreementSet, type IsoDate, wouldBeInForce } from './agreement.ts';

/** One field that a recipient may be given in one capacity, and by which agreements, from whom. */
export interface MatrixRow {
  readonly recipient: string;
  readonly capacity: string;
  readonly fact: string;
  readonly field: string;
  readonly allowedBy: readonly {
    readonly agreement: string;
    readonly version: number;
    readonly basis: Agreement['basis']['type'];
    readonly from: readonly string[];
    readonly isSuspended: boolean;
  }[];
}

/** Recipient × field → agreement: all that the set allows on the day, sorted by recipient, capacity and fact, fields as the agreements have them. */
export function buildMatrix(set: AgreementSet, on: IsoDate): readonly MatrixRow[] {
  const rows = new Map<
    string,
    MatrixRow & { readonly allowedBy: MatrixRow['allowedBy'][number][] }
  >();
  const inForce = set.agreements.filter((one) => wouldBeInForce(one, on));
  for (const agreement of inForce) {
    const allowed = {
      agreement: agreement.id,
      version: agreement.version,
      basis: agreement.basis.type,
      from: agreement.from,
      isSuspended: agreement.state === 'suspended',
    };
    for (const place of listPlaces(agreement)) {
      const key = Object.values(place).join('\n');
      const row = rows.get(key) ?? { ...place, allowedBy: [] };
      row.allowedBy.push(allowed);
      rows.set(key, row);
    }
  }
  const orderOf = ({ recipient, capacity, fact }: MatrixRow) =>
    `${recipient}\n${capacity}\n${fact}`;
  return [...rows.values()].sort((a, b) => compareTexts(orderOf(a), orderOf(b)));
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function listPlaces({ to, capacities, facts }: Agreement) {
  return to.flatMap((recipient) =>
    capacities.flatMap((capacity) =>
      Object.entries(facts).flatMap(([fact, names]) =>
        names.map((field) => ({ recipient, capacity, fact, field })),
      ),
    ),
  );
}
