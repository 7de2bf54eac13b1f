import { Readable } from 'node:stream';
import {
  CSV_MEDIA_TYPE,
  type Database,
  describeExport,
  type ExportedTable,
  type ExportFormat,
  MICROS_PER_MS,
  NDJSON_MEDIA_TYPE,
  problem,
  requireScope,
  writeExport,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { findLedger, type KeptHead, readHead } from '../ledger/queries.ts';
import { ENTRY_COLUMNS } from './entry-rows.ts';
import { type RowsAsked, readRows } from './read-rows.ts';
import { EXPORT_QUERY, FILE_SCHEMA, MANIFEST_SCHEMA } from './route-schemas.ts';
import { textsOf } from './texts-of.ts';

interface Asked {
  readonly format?: ExportFormat;
  readonly kind?: string;
  readonly agency?: string;
  readonly from?: string;
  readonly until?: string;
  readonly ledger?: string;
  readonly size?: number;
}

interface Export {
  readonly ledgerId: string;
  readonly head: KeptHead;
  readonly size: number;
  readonly table: ExportedTable;
  readonly rows: RowsAsked;
}

/**
 * GET /v1/exports/entries and its manifest: the ledger as one table. Nothing is stored for it: entries below a head never change, so that the same
 * question about the same size gives the same bytes, whoever asks and whenever, and the manifest is made by writing the file to nowhere.
 */
export function addExportRoutes(http: FastifyInstance, { db }: { readonly db: Database }): void {
  const onRequest = requireScope('audit:read');
  const config = { problems: ['beyond-the-head', 'not-found'] as const };

  async function open(asked: Asked): Promise<Export> {
    const ledger = await findLedger(db, asked.ledger);
    if (ledger === undefined) throw problem('not-found');
    const head = await readHead(db, ledger.no);
    if (head === undefined || (asked.size ?? 0) > head.size) throw problem('beyond-the-head');
    const { format = 'csv', kind, agency, from, until, size = head.size } = asked;
    const filters = Object.entries({ kind, agency, from, until }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return {
      ...{ ledgerId: ledger.id, head, size },
      table: {
        ...{ table: 'entries', format, columns: ENTRY_COLUMNS },
        filters: Object.fromEntries(filters),
      },
      rows: {
        ...{ ledger: ledger.no, size },
        ...(kind !== undefined && { kind }),
        ...(agency !== undefined && { agency }),
        fromMicros: from === undefined ? 0 : toMicros(from),
        untilMicros: until === undefined ? Number.MAX_SAFE_INTEGER : toMicros(until),
      },
    };
  }

  http.get<{ Querystring: Asked }>(
    '/v1/exports/entries',
    {
      onRequest,
      config,
      schema: {
        operationId: 'exportEntries',
        summary: 'The ledger as a table, one row an entry, or a recipient of a decision',
        description:
          'Text that a spreadsheet would take for a formula gets a leading apostrophe in CSV; NDJSON holds what is. An answer that breaks off has no last row: compare with the manifest.',
        querystring: EXPORT_QUERY,
        response: { 200: FILE_SCHEMA },
      },
    },
    async ({ query }, reply) => {
      const { size, table, rows } = await open(query);
      const { format } = table;
      return reply
        .type(format === 'csv' ? `${CSV_MEDIA_TYPE}; charset=utf-8` : NDJSON_MEDIA_TYPE)
        .header('content-disposition', `attachment; filename="entries-${size}.${format}"`)
        .send(Readable.from(textsOf(writeExport(table, readRows(db, rows)))));
    },
  );

  http.get<{ Querystring: Asked }>(
    '/v1/exports/entries/manifest',
    {
      onRequest,
      config,
      schema: {
        operationId: 'describeEntries',
        summary: 'What the file of the same question holds, with its hashes',
        querystring: EXPORT_QUERY,
        response: { 200: MANIFEST_SCHEMA },
      },
    },
    async ({ query }) => {
      const { ledgerId, head, size, table, rows } = await open(query);
      const manifest = await describeExport(table, readRows(db, rows));
      return { ...manifest, ledgerId, size, head: head.note };
    },
  );
}

const toMicros = (time: string): number => Date.parse(time) * MICROS_PER_MS;
