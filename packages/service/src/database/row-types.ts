import pg from 'pg';
import { DatabaseError } from './errors.ts';

const INT8 = 20;
const DATE = 1082;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;
const TEXT_ARRAY = 1009;

const readTextArray = pg.types.getTypeParser(
  TEXT_ARRAY as Parameters<typeof pg.types.getTypeParser>[0],
) as (text: string) => (string | null)[];
const keepText = (text: string): string => text;

/** Sequences, counts and money are whole numbers far below 2^53; one beyond it must not be rounded in silence. */
function readSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new DatabaseError('unsafe-integer');
  return value;
}

const READERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: readSafeInteger,
  [DATE]: keepText, // a date has no time zone; a JavaScript Date would give it one
  [INT8_ARRAY]: (text) =>
    readTextArray(text).map((item) => (item === null ? null : readSafeInteger(item))),
  [DATE_ARRAY]: readTextArray,
};

/** How columns become values, for one connection; nothing global is changed. */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && READERS[oid]) ||
    pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};
