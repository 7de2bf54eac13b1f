import { acceptCsv, acceptNdjson, type CsvTable, type NdjsonLimits } from '@told/service';
import type { FastifyInstance } from 'fastify';

const REGISTRATION_COLUMNS = ['capacity', 'caseReference', 'from', 'until', 'backFill'] as const;
const PERSON_COLUMNS = ['nino', 'surname', 'forename', 'birthDate', 'postcode'] as const;

/** A registration a line: the person's columns beside the interest's. */
export const REGISTRATION_TABLE: CsvTable = {
  columns: [...REGISTRATION_COLUMNS, ...PERSON_COLUMNS],
  required: ['capacity', 'caseReference', 'from'],
  toValue: (cells) => {
    const { backFill, ...rest } = pick(REGISTRATION_COLUMNS, cells);
    // Whatever else the cell holds is refused as not true or false.
    const asked = backFill === 'true' ? true : backFill === 'false' ? false : backFill;
    return {
      ...rest,
      person: pick(PERSON_COLUMNS, cells),
      ...(asked === undefined ? {} : { backFill: asked }),
    };
  },
};

/** One of the agency's open cases a line. */
export const DRIFT_TABLE: CsvTable = {
  columns: ['capacity', 'caseReference', 'from', 'until'],
  required: ['capacity', 'caseReference', 'from'],
  toValue: (cells) => cells,
};

const pick = (
  names: readonly string[],
  cells: Readonly<Record<string, string>>,
): Record<string, unknown> =>
  Object.fromEntries(
    names.flatMap((name) => (cells[name] === undefined ? [] : [[name, cells[name]]])),
  );

/** The routes of this context take NDJSON, and CSV with a header. */
export function acceptLines(http: FastifyInstance, table: CsvTable, limits: NdjsonLimits): void {
  acceptNdjson(http, limits);
  acceptCsv(http, table, limits);
}
