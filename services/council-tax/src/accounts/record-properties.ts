import { lockOpening, type Moment, refuseOtherAgencies, writeJournal } from '@told/agency-sdk';
import {
  acceptNdjson,
  actorOf,
  createValidator,
  type Database,
  type FieldError,
  type NdjsonLine,
  requireScope,
  sendNdjson,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import {
  addProperties,
  checkProperty,
  completeProperty,
  type Property,
  propertySchema,
  RECORD_PROPERTY,
} from './property.ts';

const LINES_MAX = 1_000;
const LINE_BYTES_MAX = 1_024;
const BODY_BYTES_MAX = 1_024 * 1_024;

export interface PropertyPorts {
  readonly agency: string;
  readonly db: Database;
  readonly moment: () => Moment;
}

/** POST /v1/properties/bulk: what dwellings that no case is at are charged, or where they lie, so that a move to one can be decided. */
export async function addRecordProperties(
  http: FastifyInstance,
  { agency, db, moment }: PropertyPorts,
): Promise<void> {
  const validate = createValidator(propertySchema);
  await http.register(async (bulk) => {
    acceptNdjson(bulk, { maxLines: LINES_MAX, maxLineBytes: LINE_BYTES_MAX });
    bulk.post<{ Body: readonly NdjsonLine[] }>(
      '/v1/properties/bulk',
      {
        onRequest: requireScope('cases:write'),
        preHandler: refuseOtherAgencies(agency),
        bodyLimit: BODY_BYTES_MAX,
        schema: {
          operationId: 'recordProperties',
          summary: 'Record what dwellings are charged, or where they lie, one a line',
          description: `NDJSON, at most ${LINES_MAX} lines; each line: ${JSON.stringify(propertySchema)}`,
          response: { 200: { description: 'NDJSON: one answer a line.' } },
        },
        config: { problems: ['wrong-agency', 'too-many-lines'] },
      },
      async (request, reply) => {
        const now = moment();
        const lines = request.body.map((line) => readLine(line, validate, now));
        const properties = lines.flatMap(({ property }) => property ?? []);
        const givenBy = actorOf(request.caller ?? { clientId: agency });
        await db.transaction(async (tx) => {
          await lockOpening(tx);
          await addProperties(tx, properties);
          const none = { caseReference: null, submissionKey: null, bodyDigest: null };
          const entries = properties.map((body) => ({
            command: RECORD_PROPERTY,
            ...none,
            body,
            givenBy,
          }));
          await writeJournal(tx, entries, now);
        });
        return sendNdjson(
          reply,
          lines.map(({ line, property, ...refused }) =>
            property === undefined
              ? { line, status: 'refused', ...refused }
              : { line, uprn: property.uprn, status: 'recorded' },
          ),
        );
      },
    );
  });
}

interface ReadLine {
  readonly line: number;
  readonly property?: Property;
  readonly code?: string;
  readonly errors?: readonly FieldError[];
}

function readLine(
  line: NdjsonLine,
  validate: ReturnType<typeof createValidator>,
  { businessDate }: Moment,
): ReadLine {
  if (!line.ok) return { line: line.line, code: line.problem.code, errors: [] };
  const broken = validate(line.value);
  const errors = broken.length > 0 ? broken : checkProperty(line.value as Property);
  if (errors.length > 0) return { line: line.line, code: 'invalid-request', errors };
  return { line: line.line, property: completeProperty(line.value as Property, businessDate) };
}
