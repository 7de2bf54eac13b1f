import type { Database, Statement } from '@told/service';

export interface Counts {
  readonly decided: number;
  readonly released: number;
  readonly trimmed: number;
  readonly refused: number;
  readonly held: number;
  readonly own: number;
  readonly answered: number;
  readonly outstanding: number;
  readonly takenBack: number;
  readonly takenBackAnswered: number;
  readonly takenBackOutstanding: number;
  readonly differences: number;
}

export interface DayRow extends Counts {
  readonly day: string;
  /** Empty: nobody holds a case. */
  readonly agency: string;
}

export interface DifferenceRow {
  readonly kind: string;
  readonly day: string;
  readonly agency: string;
  readonly changeId: string | null;
  readonly decisionId: string | null;
  readonly releaseId: string | null;
  readonly number: number | null;
  readonly ledgerId: string;
  readonly ledger: number;
  readonly index: number;
  /** Microseconds. */
  readonly seenAt: number;
  /** Tells it from others of the same entry. */
  readonly name: string;
}

/** Which days and agency, in London; null: all. */
export interface Question {
  readonly agency: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

const WHICH = `($1::text IS NULL OR agency = $1) AND ($2::date IS NULL OR day >= $2) AND ($3::date IS NULL OR day <= $3)`;
const COLUMNS = [
  ...(['decided', 'released', 'trimmed', 'refused', 'held', 'own', 'answered'] as const),
  ...(['outstanding', 'taken_back', 'taken_back_answered'] as const),
  ...(['taken_back_outstanding', 'differences'] as const),
];
const inCamel = (name: string): string =>
  name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

const READ_DAYS: Statement = {
  name: 'audit_read_reconciliation',
  text: `SELECT day, agency, ${COLUMNS.map((name) => `${name} AS "${inCamel(name)}"`).join(', ')}
         FROM reconciliation
         WHERE ${WHICH} AND ($4::date IS NULL OR (day, agency COLLATE "C") > ($4, $5))
         ORDER BY day, agency COLLATE "C" LIMIT $6`,
};

const READ_TOTALS: Statement = {
  name: 'audit_read_reconciliation_totals',
  text: `SELECT ${COLUMNS.map((name) => `coalesce(sum(${name}), 0)::bigint AS "${inCamel(name)}"`).join(', ')}
         FROM reconciliation WHERE ${WHICH}`,
};

const COUNT_KINDS: Statement = {
  name: 'audit_count_differences',
  text: `SELECT kind, count(*) AS count FROM reconciliation_difference WHERE ${WHICH} GROUP BY kind ORDER BY kind`,
};

const READ_DIFFERENCES: Statement = {
  name: 'audit_read_differences',
  text: `SELECT d.kind, d.day, d.agency, d.change_id AS "changeId", d.release_id AS "releaseId", d.number, d.ledger, d.index,
                d.seen_at AS "seenAt", d.name, l.id AS "ledgerId",
                CASE WHEN e.kind = 'decision' THEN e.text::jsonb #>> '{facts,decisionId}' END AS "decisionId"
         FROM (SELECT * FROM reconciliation_difference
               WHERE ${WHICH} AND kind = ANY ($4::text[])
                     AND ($5::date IS NULL OR (day, ledger, index, name COLLATE "C") > ($5, $6::smallint, $7::bigint, $8::text))
               ORDER BY day, ledger, index, name COLLATE "C" LIMIT $9) AS d
              JOIN ledger l ON l.no = d.ledger
              LEFT JOIN entry e ON e.ledger = d.ledger AND e.index = d.index
         ORDER BY d.day, d.ledger, d.index, d.name COLLATE "C"`,
};

const KNOWS_AGENCY: Statement = {
  name: 'audit_reconciliation_knows',
  text: 'SELECT true AS known FROM reconciliation WHERE agency = $1 LIMIT 1',
};

const values = ({ agency, from, to }: Question): readonly (string | null)[] => [agency, from, to];

/** By day and agency, from after one of them on. */
export async function readDays(
  db: Database,
  question: Question,
  {
    after,
    limit,
  }: { readonly after: Pick<DayRow, 'day' | 'agency'> | null; readonly limit: number },
): Promise<readonly DayRow[]> {
  const place = [after?.day ?? null, after?.agency ?? null, limit];
  return (await db.query<DayRow>(READ_DAYS, [...values(question), ...place])).rows;
}

export async function readTotals(db: Database, question: Question): Promise<Counts> {
  const { rows } = await db.query<Counts>(READ_TOTALS, values(question));
  if (rows[0] === undefined) throw new TypeError('a sum has one row');
  return rows[0];
}

export async function countKinds(
  db: Database,
  question: Question,
): Promise<Readonly<Record<string, number>>> {
  type Row = { readonly kind: string; readonly count: number };
  const { rows } = await db.query<Row>(COUNT_KINDS, values(question));
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

export type DifferencePlace = Pick<DifferenceRow, 'day' | 'ledger' | 'index' | 'name'>;

/** The oldest first, from after one of them on. */
export async function readDifferences(
  db: Database,
  question: Question,
  of: {
    readonly kinds: readonly string[];
    readonly after: DifferencePlace | null;
    readonly limit: number;
  },
): Promise<readonly DifferenceRow[]> {
  const { after, kinds, limit } = of;
  const place = [after?.day, after?.ledger, after?.index, after?.name].map((one) => one ?? null);
  return (
    await db.query<DifferenceRow>(READ_DIFFERENCES, [...values(question), kinds, ...place, limit])
  ).rows;
}

export async function knowsAgency(db: Database, agency: string): Promise<boolean> {
  return (await db.query(KNOWS_AGENCY, [agency])).rows.length > 0;
}
