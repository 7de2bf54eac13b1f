import {
  CSV_MEDIA_TYPE,
  type Database,
  problem,
  problemOfFields,
  requireScope,
  writeExport,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { uuid } from '../schema-parts.ts';
import { type ReportPorts, reportIncident } from './close-incident.ts';
import type { IncidentReport } from './count-disclosures.ts';
import { describeDisclosure, type describeIncident } from './describe-incident.ts';
import type { Incident } from './incident.ts';
import {
  disclosuresSchema,
  formatQuery,
  idParams,
  incidentSchema,
  reportSchema,
} from './incident-schemas.ts';
import { listIncidents, readIncident } from './queries.ts';
import {
  type Disclosure,
  type DisclosurePage,
  type DisclosureScope,
  findPlace,
  findScope,
  readPage,
} from './read-disclosures.ts';

type Show = (incident: Incident) => ReturnType<typeof describeIncident>;

const READING = 'audit:read';
/** The newest; an area has a few a year. */
const INCIDENTS_MAX = 500;
const DISCLOSURES_MAX = 500;

/** What was opened, what each is about, who was told and who has answered. */
export function addIncidentReads(http: FastifyInstance, ports: ReportPorts, show: Show): void {
  addShow(http, ports.db, show);
  addDisclosures(http, ports.db);
  addReport(http, ports);
}

function addShow(http: FastifyInstance, db: Database, show: Show): void {
  http.get<{ Querystring: { readonly open?: boolean } }>(
    '/v1/incidents',
    {
      onRequest: requireScope(READING),
      schema: {
        operationId: 'listIncidents',
        summary: 'The incidents, newest first',
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: { open: { type: 'boolean', description: 'Those that are not closed.' } },
        },
        response: {
          200: {
            description: 'The newest five hundred.',
            type: 'object',
            properties: { items: { type: 'array', items: incidentSchema } },
          },
        },
      },
    },
    async ({ query: { open = false } }) => ({
      items: (await listIncidents(db, { isOpen: open, limit: INCIDENTS_MAX })).map(show),
    }),
  );
  http.get<{ Params: { readonly id: string } }>(
    '/v1/incidents/:id',
    {
      onRequest: requireScope(READING),
      schema: {
        operationId: 'showIncident',
        summary: 'One incident: what it is about, and how far it is',
        params: idParams,
        response: { 200: { description: 'It.', ...incidentSchema } },
      },
      config: { problems: ['incident-unknown'] },
    },
    async ({ params }) => show(await find(db, params.id)),
  );
}

async function find(db: Database, incidentId: string): Promise<Incident> {
  const incident = await readIncident(db, incidentId);
  if (incident === undefined) throw problem('incident-unknown');
  return incident;
}

function addDisclosures(http: FastifyInstance, db: Database): void {
  http.get<{ Params: { readonly id: string }; Querystring: { readonly after?: string } }>(
    '/v1/incidents/:id/disclosures',
    {
      onRequest: requireScope(READING),
      schema: {
        operationId: 'listIncidentDisclosures',
        summary: 'The disclosures that an incident is about, by release',
        description: 'Ids, names of fields and times, and no value.',
        params: idParams,
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: {
            after: { ...uuid, description: 'The `next` of the page before.' },
          },
        },
        response: { 200: { description: 'At most five hundred.', ...disclosuresSchema } },
      },
      config: { problems: ['incident-unknown'] },
    },
    async ({ params, query }) => {
      const { target } = await find(db, params.id);
      const { items, next } = await readItems(db, await findScope(db, target), query.after);
      return { items: items.map(describeDisclosure), next };
    },
  );
}

/** The next page that has anything on it. */
async function readItems(
  db: Database,
  scope: DisclosureScope,
  afterId: string | undefined,
): Promise<{ readonly items: readonly Disclosure[]; readonly next: string | null }> {
  let after = afterId === undefined ? undefined : await findPlace(db, afterId);
  if (afterId !== undefined && (after === undefined || !scope.agencies.includes(after.agency))) {
    const detail = 'is the `next` of a page of this incident';
    throw problemOfFields([{ pointer: '/query/after', code: 'invalid-request', detail }]);
  }
  let last: string | null = null;
  for (;;) {
    const page: DisclosurePage = await readPage(db, scope, after, DISCLOSURES_MAX);
    last = page.lastReleaseId ?? last;
    if (page.next === undefined) return { items: page.disclosures, next: null };
    if (page.disclosures.length > 0) return { items: page.disclosures, next: last };
    after = page.next;
  }
}

const REPORT_COLUMNS = [
  'agency',
  'disclosures',
  'voided',
  'told',
  'untold',
  'answered',
  'silent',
  'silentSince',
  'lastAnsweredAt',
  'isOverdue',
  'isReachable',
] as const;

function addReport(http: FastifyInstance, ports: ReportPorts): void {
  http.get<{
    Params: { readonly id: string };
    Querystring: { readonly format?: 'json' | 'csv' };
  }>(
    '/v1/incidents/:id/report',
    {
      onRequest: requireScope(READING),
      schema: {
        operationId: 'reportIncident',
        summary: 'Who was told, who has answered and who is silent since when',
        description: 'As of now; of an incident that is closed, as it stood then.',
        params: idParams,
        querystring: formatQuery,
        response: {
          200: {
            description: 'By agency.',
            content: {
              'application/json': { schema: reportSchema },
              [CSV_MEDIA_TYPE]: { schema: { type: 'string' } },
            },
          },
        },
      },
      config: { problems: ['incident-unknown'] },
    },
    async ({ params, query }, reply) => {
      const report = await reportIncident(ports, params.id);
      if (query.format !== 'csv') return reply.type('application/json').send(report);
      return reply
        .type(`${CSV_MEDIA_TYPE}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="incident-${params.id}.csv"`)
        .send(await writeCsv(report));
    },
  );
}

async function writeCsv({ agencies }: IncidentReport): Promise<string> {
  async function* rows() {
    yield agencies.map(({ isOverdue, isReachable, ...one }) => ({
      ...one,
      ...{ isOverdue: String(isOverdue), isReachable: String(isReachable) },
    }));
  }
  let file = '';
  const table = { columns: REPORT_COLUMNS, format: 'csv' } as const;
  for await (const { text } of writeExport(table, rows())) file += text;
  return file;
}
