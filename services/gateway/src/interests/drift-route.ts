import {
  createValidator,
  type Database,
  type FieldError,
  type NdjsonLine,
  problem,
  problemOfFields,
  type RefusedLine,
  refuseLine,
  requireScope,
  type Statement,
  sendNdjson,
} from '@told/service';
import type { FastifyInstance } from 'fastify';
import { acceptLines, DRIFT_TABLE } from './bulk-lines.ts';
import { compareCases, type ListedCase } from './compare-cases.ts';
import type { StoredInterest } from './interest.ts';
import { driftQuerySchema, driftSchema } from './interest-schemas.ts';

interface Span {
  readonly after?: string;
  readonly through?: string;
}

const LINES_MAX = 10_000;
const LINE_BYTES_MAX = 512;
/** Interests compared at once, some 300 bytes each. */
const HELD_MAX = 50_000;

// Byte order, as the caller sorts, whatever language the database sorts in. A bound that is not told is one that every reference
// lies within: a plan made once for all values then starts and stops at it.
export const READ_SPAN: Statement = {
  name: 'gateway_read_interests_of_span',
  text: `SELECT interest_id AS "interestId", capacity, case_reference AS "caseReference", state, from_on AS "from",
           until_on AS until
         FROM interest
         WHERE agency = $1 AND case_reference COLLATE "C" > coalesce($2::text, '')
               AND case_reference COLLATE "C" <= coalesce($3::text, E'\\U0010FFFF')
         ORDER BY case_reference COLLATE "C", capacity LIMIT $4`,
};

type Held = Pick<
  StoredInterest,
  'interestId' | 'capacity' | 'caseReference' | 'state' | 'from' | 'until'
>;

/** POST /v1/interests/drift: what the agency's own list of open cases and the bus have differently. */
export function addDrift(
  http: FastifyInstance,
  { db, today }: { readonly db: Database; readonly today: () => string },
): void {
  const readLine = createLineReader();
  http.register(async (drift) => {
    acceptLines(drift, DRIFT_TABLE, { maxLines: LINES_MAX, maxLineBytes: LINE_BYTES_MAX });
    drift.post<{ Body: readonly NdjsonLine[]; Querystring: Span }>(
      '/v1/interests/drift',
      {
        onRequest: requireScope('interests:read'),
        bodyLimit: (LINES_MAX + 1) * LINE_BYTES_MAX,
        schema: {
          operationId: 'compareInterests',
          summary: "Compare the agency's list of open cases with its interests",
          description:
            'Up to 10,000 lines of application/x-ndjson or text/csv: capacity, caseReference, from, until. Answers one JSON line for each difference: missing-here, missing-there or different, with the fields that differ; nothing when there is none. A longer list is sent in spans of case references (after, through). Changes nothing.',
          querystring: driftQuerySchema,
        },
        config: { problems: ['csv-header', 'date-order', 'too-many-lines', 'body-too-large'] },
      },
      async (request, reply) => {
        const { agency } = request.caller;
        const span = request.query;
        const seen = new Set<string>();
        const read = request.body.map((line) => readLine(line, span, seen));
        const refused = read.filter(isFailure);
        const { rows } = await db.query<Held>(READ_SPAN, [
          agency,
          span.after ?? null,
          span.through ?? null,
          HELD_MAX + 1,
        ]);
        if (rows.length > HELD_MAX) {
          throw problem('too-many-lines', {
            detail: `The bus has more than ${HELD_MAX} interests in this span of case references.`,
          });
        }
        const listed = read.flatMap((one) => (isFailure(one) ? [] : [one]));
        const refusedLines = nameCases(request.body, refused);
        const differences = compareCases(listed, rows, today(), refusedLines);
        return sendNdjson(reply, [...refused, ...differences]);
      },
    );
  });
}

const isFailure = (one: ListedCase | RefusedLine): one is RefusedLine => 'status' in one;

/** The case references of refused lines, where one can be read at all. */
function nameCases(
  lines: readonly NdjsonLine[],
  refused: readonly RefusedLine[],
): ReadonlySet<string> {
  const numbers = new Set(refused.map(({ line }) => line));
  return new Set(
    lines.flatMap((one) => {
      if (!one.ok || !numbers.has(one.line)) return [];
      const { caseReference } = (one.value ?? {}) as { readonly caseReference?: unknown };
      return typeof caseReference === 'string' ? [caseReference] : [];
    }),
  );
}

function createLineReader() {
  const validate = createValidator(driftSchema);
  return (line: NdjsonLine, span: Span, seen: Set<string>): ListedCase | RefusedLine => {
    if (!line.ok) return refuseLine(line.line, line.problem);
    const errors = validate(line.value);
    if (errors.length > 0) return refuseLine(line.line, problemOfFields(errors));
    const { until = null, ...one } = line.value as Omit<ListedCase, 'line' | 'until'> & {
      readonly until?: string | null;
    };
    const faults = findFaults({ ...one, until }, span, seen);
    if (faults.length > 0) return refuseLine(line.line, problemOfFields(faults));
    seen.add(`${one.capacity}/${one.caseReference}`);
    return { ...one, until, line: line.line };
  };
}

function findFaults(
  { capacity, caseReference, from, until }: Omit<ListedCase, 'line'>,
  { after, through }: Span,
  seen: ReadonlySet<string>,
): readonly FieldError[] {
  const pointer = '/caseReference';
  const isOutside =
    (after !== undefined && caseReference <= after) ||
    (through !== undefined && caseReference > through);
  return [
    ...(until !== null && until < from
      ? [{ pointer: '/until', code: 'date-order', detail: 'must not be before from' } as const]
      : []),
    ...(isOutside
      ? [{ pointer, code: 'too-large', detail: 'must lie after after and up to through' } as const]
      : []),
    ...(seen.has(`${capacity}/${caseReference}`)
      ? [{ pointer, code: 'repeated', detail: 'must stand on one line of its capacity' } as const]
      : []),
  ];
}
