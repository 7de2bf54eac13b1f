import {
  createValidator,
  type NdjsonLine,
  problemOfFields,
  refuseLine,
  requireScope,
  sendNdjson,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { acceptLines, REGISTRATION_TABLE } from './bulk-lines.ts';
import { bulkQuerySchema, type InterestJson, registrationSchema } from './interest-schemas.ts';
import type { Register } from './register-route.ts';

const BULK_LINES_MAX = 1000;
const BULK_LINE_BYTES_MAX = 4096;
const BULK_BYTES_MAX = (BULK_LINES_MAX + 1) * BULK_LINE_BYTES_MAX;

/** POST /v1/interests/bulk: one answer a line; a bad line stops no other. */
export function addBulk(
  http: FastifyInstance,
  openRegister: (agency: string) => Promise<Register>,
): void {
  const validate = createValidator(registrationSchema);
  http.register(async (bulk) => {
    acceptLines(bulk, REGISTRATION_TABLE, {
      maxLines: BULK_LINES_MAX,
      maxLineBytes: BULK_LINE_BYTES_MAX,
    });
    bulk.post<{ Body: readonly NdjsonLine[]; Querystring: { readonly backFill?: boolean } }>(
      '/v1/interests/bulk',
      {
        onRequest: requireScope('interests:write'),
        bodyLimit: BULK_BYTES_MAX,
        schema: {
          operationId: 'registerInterests',
          summary: 'Register up to 1,000 interests, one line each',
          description:
            'application/x-ndjson, or text/csv with a header naming its columns: capacity, caseReference, from, until, backFill, nino, surname, forename, birthDate, postcode. Answers one JSON line for each, in order, numbered as an editor does. May be sent again as a whole.',
          querystring: bulkQuerySchema,
        },
        config: {
          problems: ['unknown-agency', 'csv-header', 'too-many-lines', 'body-too-large', 'busy'],
        },
      },
      async (request, reply) => {
        const register = await openRegister(request.caller.agency);
        const answers = request.body.map(async (line) => {
          if (!line.ok) return refuseLine(line.line, line.problem);
          const errors = validate(line.value);
          if (errors.length > 0) return refuseLine(line.line, problemOfFields(errors));
          return register({ ...request.query, ...(line.value as InterestJson) }).then(
            ({ kind, interest: { interestId, version, state } }) => ({
              line: line.line,
              status: kind,
              interestId,
              version,
              state,
            }),
            (error: unknown) => refuseLine(line.line, error),
          );
        });
        return sendNdjson(reply, await Promise.all(answers));
      },
    );
  });
}
