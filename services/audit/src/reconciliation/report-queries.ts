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

// Bounds that are always there: a plan made once for all values then begins and ends at them.
const WHICH = `($1::text IS NULL OR agency = $1)
    AND day >= coalesce($2::date, '-infinity') AND day <= coalesce($3::date, 'infinity')`;
const COLUMNS = [
  ...(['decided', 'released', 'trimmed', 'refused', 'held', 'own', 'answered'] as const),
  ...(['outstanding', 'taken_back', 'taken_back_answered'] as const),
  ...(['taken_back_outstanding', 'differences'] as const),
];
const inCamel = (name: string): string =>
  name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

const AFTER = `($1::text IS NULL OR agency = $1) AND day >= coalesce($2::date, '-infinity')
             AND (day, agency COLLATE "C") > (coalesce($4::date, '-infinity'), coalesce($5::text, ''))`;

// What was decided fills a page by the last of its days; of differences, those of its days alone are counted.
export const READ_DAYS: Statement = {
  name: 'audit_read_reconciliation',
  text: `SELECT day, agency, ${COLUMNS.map((name) => `${name} AS "${inCamel(name)}"`).join(', ')}
         FROM reconciliation
         WHERE ${AFTER}
           AND day <= least($3::date, (SELECT day FROM reconciled_day WHERE ${AFTER} ORDER BY day OFFSET $6 - 1 LIMIT 1), 'infinity')
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

// Views of the differences, together all of them.
const PARTS = [
  ...['undecided', 'outstanding', 'taking_back_outstanding'],
  ...['change_wrong', 'release_wrong', 'fault'],
];
const IN_ORDER = 'ORDER BY day, ledger, index, name COLLATE "C" LIMIT $9';
const pageOf = (part: string): string => `(SELECT * FROM reconciliation_${part}
    WHERE ${WHICH} AND kind = ANY ($4::text[])
      AND (day, ledger, index, name COLLATE "C")
        > (coalesce($5::date, '-infinity'), coalesce($6::smallint, 0), coalesce($7::bigint, 0), coalesce($8::text, ''))
    ${IN_ORDER})`;

// A page is cut from each part in the order of its index, and from these pages; entries are looked up for what is left.
export const READ_DIFFERENCES: Statement = {
  name: 'audit_read_differences',
  text: `SELECT d.kind, d.day, d.agency, d.change_id AS "changeId", d.release_id AS "releaseId", d.number, d.ledger, d.index,
                d.seen_at AS "seenAt", d.name, l.id AS "ledgerId",
                CASE WHEN e.kind = 'decision' THEN e.text::jsonb #>> '{facts,decisionId}' END AS "decisionId"
         FROM (SELECT * FROM (${PARTS.map(pageOf).join(' UNION ALL ')}) AS pages ${IN_ORDER}) AS d
              JOIN ledger l ON l.no = d.ledger
              LEFT JOIN entry e ON e.ledger = d.ledger AND e.index = d.index
         ORDER BY d.day, d.ledger, d.index, d.name COLLATE "C"`,
};

export const KNOWS_AGENCY: Statement = {
  name: 'audit_reconciliation_knows',
  text: `SELECT EXISTS (SELECT FROM reconciled_day WHERE agency = $1) OR EXISTS (SELECT FROM reconciliation_difference WHERE agency = $1) AS known`,
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
  const { rows } = await db.query<{ known: boolean }>(KNOWS_AGENCY, [agency]);
  return rows[0]?.known === true;
}
