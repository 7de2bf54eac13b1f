import { InvalidArgumentError } from 'commander';
import { CliError } from './exit-codes.ts';

/** Reads a whole number from 0 up to `max`. */
export const readCount =
  (max: number, min = 0) =>
  (text: string): number => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= min && count <= max) return count;
    throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
  };

/** Reads a day that exists, as YYYY-MM-DD. */
export function readDay(text: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  const isDay = day !== undefined && !Number.isNaN(day.getTime());
  if (isDay && day.toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('It is a day that exists, as YYYY-MM-DD.');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads an id, such as a change's. */
export function readId(text: string): string {
  const id = text.toLowerCase();
  if (UUID.test(id)) return id;
  throw new InvalidArgumentError('It is an id such as 1f0c2a34-9b7e-5c11-8d2e-0a1b2c3d4e5f.');
}

/** Reads the agency's id; its form alone, since only the deployment knows its agencies. */
export function readAgency(text: string): string {
  if (/^[a-z][a-z0-9-]{1,39}$/.test(text)) return text;
  throw new InvalidArgumentError('It is an agency’s id, such as central-bedfordshire.');
}

const SECONDS_OF: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
/** A month. */
const DURATION_SECONDS_MAX = 31 * 86_400;

/** Reads a length of time up to a month, such as 30m, 24h or 7d, in seconds. */
export function readDuration(text: string): number {
  const [, count, unit = ''] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS_OF[unit] ?? Number.NaN);
  if (seconds <= DURATION_SECONDS_MAX) return seconds;
  throw new InvalidArgumentError('It is a length of time up to 31d, such as 30m, 24h or 0s.');
}

/** A case as agency and reference with a slash between them. Throws CliError `usage`. */
export function readCase(text: string) {
  const slash = text.indexOf('/');
  const [agency, caseReference] = [text.slice(0, slash), text.slice(slash + 1)];
  if (slash > 0 && caseReference !== '') return { agency, caseReference };
  throw new CliError('usage', 'a case is named by agency and reference, such as luton/CTB-000123.');
}

const MS_PER_SECOND = 1000;

/** Reads a moment: RFC 3339, or how long ago it was. */
export function readMoment(text: string): string {
  if (/^\d+[smhd]$/.test(text)) {
    return new Date(Date.now() - readDuration(text) * MS_PER_SECOND).toISOString();
  }
  const ms = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  throw new InvalidArgumentError(
    'It is a moment such as 2010-05-13T09:00:00Z, or how long ago, such as 30m or 7d.',
  );
}
