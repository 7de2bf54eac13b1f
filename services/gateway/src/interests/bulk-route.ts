import {
  acceptNdjson,
  createValidator,
  type FieldError,
  type NdjsonLine,
  Problem,
  problem,
  problemOfFields,
  requireScope,
  sendNdjson,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import type { Registered } from './interest.ts';
import { type InterestJson, registrationSchema } from './interest-schemas.ts';

export type Kept = Exclude<Registered, { readonly kind: 'other-person' }>;
/** Registers one interest for an agency, or rejects with its problem. */
export type Register = (agency: string, asked: InterestJson) => Promise<Kept>;

const BULK_LINES_MAX = 1000;
const BULK_LINE_BYTES_MAX = 4096;
const BULK_BYTES_MAX = BULK_LINES_MAX * BULK_LINE_BYTES_MAX;

/** POST /v1/interests/bulk: one answer a line; a bad line stops no other. */
export function addBulk(
  http: FastifyInstance,
  agencies: ReadonlySet<string>,
  register: Register,
): void {
  const validate = createValidator(registrationSchema);
  http.register(async (bulk) => {
    acceptNdjson(bulk, { maxLines: BULK_LINES_MAX, maxLineBytes: BULK_LINE_BYTES_MAX });
    bulk.post<{ Body: readonly NdjsonLine[] }>(
      '/v1/interests/bulk',
      {
        onRequest: requireScope('interests:write'),
        bodyLimit: BULK_BYTES_MAX,
        schema: {
          operationId: 'registerInterests',
          summary: 'Register up to 1,000 interests, one JSON line each',
          description: 'Answers one line for each, in order. May be sent again as a whole.',
        },
        config: { problems: ['unknown-agency', 'too-many-lines', 'body-too-large', 'busy'] },
      },
      async (request, reply) => {
        const { agency } = request.caller;
        if (!agencies.has(agency)) throw problem('unknown-agency');
        const answers = request.body.map(async (line) => {
          if (!line.ok) return describeFailure(line.line, line.problem);
          const errors = validate(line.value);
          if (errors.length > 0) return describeFailure(line.line, problemOfFields(errors));
          const kept = register(agency, line.value as InterestJson);
          return kept.then(
            ({ kind, interest: { interestId, version, state } }) => ({
              line: line.line,
              status: kind,
              interestId,
              version,
              state,
            }),
            (error: unknown) => describeFailure(line.line, error),
          );
        });
        return sendNdjson(reply, await Promise.all(answers));
      },
    );
  });
}

interface LineFailure {
  readonly line: number;
  readonly status: 'refused';
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
}

/** A line's own problem; anything else fails the whole request, which may be sent again. */
function describeFailure(line: number, failure: unknown): LineFailure {
  if (!(failure instanceof Problem) || failure.status >= 500) throw failure;
  const { code, detail, errors } = failure;
  return { line, status: 'refused', code, detail: detail ?? failure.message, errors };
}
