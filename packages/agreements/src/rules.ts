import type { AgreementProblem } from './errors.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TEXT_LENGTH_MAX = 2000;
const ITEMS_MAX = 200;

/** Reads values of unknown shape and remembers every broken rule, so that an author sees all of them at once. */
export interface Reader {
  readonly problems: readonly AgreementProblem[];
  broken(path: string, rule: string): void;
  /** The mapping's values by key; missing and unknown keys are broken rules. */
  mapping<K extends string>(path: string, value: unknown, keys: readonly K[]): Record<K, unknown>;
  text(path: string, value: unknown, shape?: { pattern: RegExp; rule: string }): string;
  oneOf<T extends string>(path: string, value: unknown, list: readonly T[]): T;
  wholeNumber(path: string, value: unknown, range: { min: number; max: number }): number;
  date(path: string, value: unknown): string;
  link(path: string, value: unknown): string;
  /** A list without repeats, at least one item. */
  texts(path: string, value: unknown, shape?: { pattern: RegExp; rule: string }): readonly string[];
  items(path: string, value: unknown): readonly unknown[];
}

export function createReader(file: string): Reader {
  const problems: AgreementProblem[] = [];
  const broken = (path: string, rule: string): void => {
    // The first broken rule of a place explains it; what follows from it would only repeat.
    if (problems.some((one) => one.path === path)) return;
    problems.push({ file, path, rule });
  };

  const text: Reader['text'] = (path, value, shape) => {
    if (typeof value !== 'string' || value.trim() === '' || value.length > TEXT_LENGTH_MAX) {
      broken(path, `must be a text of 1 to ${TEXT_LENGTH_MAX} characters`);
      return '';
    }
    if (shape !== undefined && !shape.pattern.test(value)) broken(path, shape.rule);
    return value;
  };
  const items: Reader['items'] = (path, value) => {
    if (Array.isArray(value) && value.length <= ITEMS_MAX) return value;
    broken(path, `must be a list of at most ${ITEMS_MAX} items`);
    return [];
  };

  return {
    problems,
    broken,
    text,
    items,
    mapping: (path, value, keys) => readMapping(broken, path, value, keys),
    oneOf(path, value, list) {
      const found = list.find((one) => one === value);
      if (found === undefined) broken(path, `must be one of the texts ${list.join(', ')}`);
      return found ?? (list[0] as (typeof list)[number]);
    },
    wholeNumber(path, value, { min, max }) {
      if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
        return value;
      }
      broken(path, `must be a whole number from ${min} to ${max}`);
      return min;
    },
    date(path, value) {
      if (typeof value === 'string' && isDate(value)) return value;
      broken(path, 'must be a day of the calendar, YYYY-MM-DD');
      return '';
    },
    link: (path, value) =>
      text(path, value, { pattern: /^https:\/\/[^\s]+$/, rule: 'must be an https address' }),
    texts(path, value, shape) {
      const list = items(path, value).map((one, at) => text(`${path}[${at}]`, one, shape));
      if (list.length === 0) broken(path, 'must name at least one');
      if (new Set(list).size !== list.length) broken(path, 'must name each only once');
      return list;
    },
  };
}

function readMapping<K extends string>(
  broken: (path: string, rule: string) => void,
  path: string,
  value: unknown,
  keys: readonly K[],
): Record<K, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    broken(path, `must be a mapping of ${keys.join(', ')}`);
    return {} as Record<K, unknown>;
  }
  const below = path === '' ? '' : `${path}.`;
  for (const key of keys) if (!Object.hasOwn(value, key)) broken(`${below}${key}`, 'is required');
  for (const key of Object.keys(value)) {
    if (!keys.includes(key as K)) broken(`${below}${key}`, 'is not part of the format');
  }
  return value as Record<K, unknown>;
}

function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
