import { Readable } from 'node:stream';
import {
  type Clock,
  CSV_MEDIA_TYPE,
  cutPage,
  type Database,
  type ExportRow,
  problem,
  problemOfFields,
  readCursor,
  requireScope,
  writeExport,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { textsOf } from '../exports/texts-of.ts';
import {
  type DifferenceKind,
  type DifferenceStanding,
  describeDifference,
  kindsOf,
} from './differences.ts';
import { londonDayOf } from './london-day.ts';
import type { Reach, Reconciler } from './reconcile-regularly.ts';
import {
  type Counts,
  countKinds,
  type DayRow,
  knowsAgency,
  type Question,
  readDays,
  readDifferences,
  readTotals,
} from './report-queries.ts';
import {
  COUNT_NAMES,
  DIFFERENCES_QUERY,
  DIFFERENCES_SCHEMA,
  PAGE_DEFAULT,
  REPORT_QUERY,
  REPORT_SCHEMA,
} from './route-schemas.ts';

export interface ReconciliationPorts {
  readonly db: Database;
  readonly reconciler: Pick<Reconciler, 'catchUp'>;
  readonly agencies: readonly string[];
  readonly clock: Clock;
}

interface Asked {
  readonly agency?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Whoever asks waits so long for what has been entered since somebody asked before; what is missing then is told. */
const WAIT_MS = 3_000;
const DAY_CURSOR = /^\d{4}-\d{2}-\d{2} [a-z0-9-]{0,40}$/;
const DIFFERENCE_CURSOR = /^\d{4}-\d{2}-\d{2} \d{1,5} \d{1,16} [0-9a-f-]{1,36}$/;
const CSV_COLUMNS = ['day', 'agency', ...COUNT_NAMES] as const;
const CSV_ROWS_AT_ONCE = 1_000;

/** GET /v1/reconciliation: what was decided against what was released, and that against what was answered, by agency and day. */
export function addReconciliationRoutes(http: FastifyInstance, ports: ReconciliationPorts): void {
  const { db, reconciler } = ports;
  const onRequest = requireScope('audit:read');
  const config = { problems: ['not-found', 'date-order', 'date-in-future'] as const };

  async function open(
    asked: Asked,
  ): Promise<{ readonly question: Question; readonly reach: Reach }> {
    const { agency = null, from = null, to = null } = asked;
    checkDays(asked, londonDayOf(ports.clock.nowMs()));
    const reach = await reconciler.catchUp(WAIT_MS);
    if (reach.ledgerId === null) throw problem('not-found');
    const isKnown =
      agency === null || ports.agencies.includes(agency) || (await knowsAgency(db, agency));
    if (!isKnown) throw problem('not-found');
    return { question: { agency, from, to }, reach };
  }

  http.get<{ Querystring: Asked & { readonly format?: 'json' | 'csv' } }>(
    '/v1/reconciliation',
    {
      onRequest,
      config,
      schema: {
        operationId: 'reconcile',
        summary: 'What was decided, released and answered, by agency and day',
        description:
          'decided = released + trimmed + refused + held + own; released + trimmed = answered + outstanding. Answers count for the day of their decision.',
        querystring: REPORT_QUERY,
        response: { 200: REPORT_SCHEMA },
      },
    },
    async ({ query }, reply) => {
      const { question, reach } = await open(query);
      if (query.format === 'csv') {
        const file = writeExport({ columns: CSV_COLUMNS, format: 'csv' }, allRows(db, question));
        return reply
          .type(`${CSV_MEDIA_TYPE}; charset=utf-8`)
          .header('content-disposition', 'attachment; filename="reconciliation.csv"')
          .send(Readable.from(textsOf(file)));
      }
      const limit = query.limit ?? PAGE_DEFAULT;
      const [day, agency = ''] = readCursor(query.cursor, DAY_CURSOR) ?? [];
      const after = day === undefined ? null : { day, agency };
      const [rows, totals, kinds] = await Promise.all([
        readDays(db, question, { after, limit: limit + 1 }),
        readTotals(db, question),
        countKinds(db, question),
      ]);
      const { items, next } = cutPage(rows, limit, (row) => [row.day, row.agency]);
      const { from, to } = question;
      const balanced = reach.behind === 0 && isBalanced(totals);
      return { ...reach, from, to, balanced, totals, kinds, items: items.map(describeDay), next };
    },
  );

  http.get<{
    Querystring: Asked & { readonly kind?: DifferenceKind; readonly standing?: DifferenceStanding };
  }>(
    '/v1/reconciliation/differences',
    {
      onRequest,
      config,
      schema: {
        operationId: 'listDifferences',
        summary: 'Each difference, with the ids of what differs',
        querystring: DIFFERENCES_QUERY,
        response: { 200: DIFFERENCES_SCHEMA },
      },
    },
    async ({ query }) => {
      const { question, reach } = await open(query);
      const { kind, standing, limit = PAGE_DEFAULT } = query;
      const kinds = kindsOf(standing).filter((one) => kind === undefined || one === kind);
      const place = readCursor(query.cursor, DIFFERENCE_CURSOR);
      const [day = '', ledger, index, name = ''] = place ?? [];
      const after =
        place === null ? null : { day, ledger: Number(ledger), index: Number(index), name };
      const rows = await readDifferences(db, question, { kinds, after, limit: limit + 1 });
      const { items, next } = cutPage(rows, limit, (row) =>
        [row.day, row.ledger, row.index, row.name].map(String),
      );
      return { ...reach, items: items.map(describeDifference), next };
    },
  );
}

/** Throws `date-order` and `date-in-future`. */
function checkDays({ from, to }: Asked, today: string): void {
  const later = Object.entries({ from, to }).filter(([, day]) => day !== undefined && day > today);
  if (later.length > 0) {
    throw problemOfFields(
      later.map(([name]) => ({
        ...{ pointer: `/query/${name}`, code: 'date-in-future' as const },
        detail: 'no day after today, in London',
      })),
    );
  }
  if (from !== undefined && to !== undefined && from > to) {
    const detail = 'from is not after to';
    throw problemOfFields([{ pointer: '/query/from', code: 'date-order', detail }]);
  }
}

const isBalanced = (of: Counts): boolean =>
  of.differences === 0 &&
  of.decided === of.released + of.trimmed + of.refused + of.held + of.own &&
  of.released + of.trimmed === of.answered + of.outstanding &&
  of.takenBack === of.takenBackAnswered + of.takenBackOutstanding;

const describeDay = ({ agency, ...row }: DayRow) => ({
  ...row,
  agency: agency === '' ? null : agency,
});

async function* allRows(db: Database, question: Question): AsyncGenerator<readonly ExportRow[]> {
  let after: DayRow | null = null;
  do {
    const rows: readonly DayRow[] = await readDays(db, question, {
      after,
      limit: CSV_ROWS_AT_ONCE,
    });
    yield rows.map((row) => ({ ...row }));
    after = rows.length < CSV_ROWS_AT_ONCE ? null : (rows.at(-1) ?? null);
  } while (after !== null);
}
