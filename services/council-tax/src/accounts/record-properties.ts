import { lockOpening, type Moment, refuseOtherAgencies, writeJournal } from '@told/agency-sdk';
import {
  acceptNdjson,
  createValidator,
  type Database,
  type NdjsonLine,
  requireScope,
  sendNdjson,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { type Account, addAccounts } from './council-tax-account.ts';

/** The journal's name of the command. */
export const RECORD_PROPERTY = 'record-property';

const LINES_MAX = 1_000;
const LINE_BYTES_MAX = 1_024;
const BODY_BYTES_MAX = 1_024 * 1_024;

/** One line of POST /v1/properties/bulk. */
const propertySchema = {
  title: 'Property',
  type: 'object',
  additionalProperties: false,
  required: ['uprn', 'annualPence'],
  properties: {
    uprn: { type: 'string', pattern: '^[0-9]{1,12}$', examples: ['999900000025'] },
    annualPence: { type: 'integer', minimum: 0, maximum: 100_000_000, examples: [120_000] },
  },
} as const;

export interface PropertyPorts {
  readonly agency: string;
  readonly db: Database;
  readonly moment: () => Moment;
}

/** POST /v1/properties/bulk: the year's tax of dwellings that no case is at, so that a move to one can be decided. */
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
          summary: 'Record what dwellings are charged, one a line',
          description: `NDJSON, at most ${LINES_MAX} lines; each line: ${JSON.stringify(propertySchema)}`,
          response: { 200: { description: 'NDJSON: one answer a line.' } },
        },
        config: { problems: ['wrong-agency', 'too-many-lines'] },
      },
      async (request, reply) => {
        const lines = request.body.map((line) => {
          if (!line.ok) return { line: line.line, code: line.problem.code, errors: [] };
          const errors = validate(line.value);
          if (errors.length > 0) return { line: line.line, code: 'invalid-request', errors };
          return { line: line.line, account: line.value as Account };
        });
        const accounts = lines.flatMap(({ account }) => (account === undefined ? [] : [account]));
        const givenBy = request.caller?.clientId ?? agency;
        await db.transaction(async (tx) => {
          await lockOpening(tx);
          await addAccounts(tx, accounts);
          const none = { caseReference: null, submissionKey: null, bodyDigest: null };
          const entries = accounts.map((body) => ({
            command: RECORD_PROPERTY,
            ...none,
            body,
            givenBy,
          }));
          await writeJournal(tx, entries, moment());
        });
        return sendNdjson(
          reply,
          lines.map(({ line, account, ...refused }) =>
            account === undefined
              ? { line, status: 'refused', ...refused }
              : { line, uprn: account.uprn, status: 'recorded' },
          ),
        );
      },
    );
  });
}
