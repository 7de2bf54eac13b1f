import { readLocalTime } from './format-time.ts';
import type { FormError, Texts } from './page.ts';

/** What a list is narrowed to, as its form sends it. */
interface Filters {
  /** As given, for the form and for links. */
  readonly given: Texts;
  /** As audit takes it. */
  readonly asked: Texts;
  readonly errors: readonly FormError[];
}

/** The fields of a query that say something: an empty one narrows nothing. */
export const readGiven = (query: Texts, names: readonly string[]): Texts =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = (query[name] ?? '').trim();
      return value === '' ? [] : [[name, value] as const];
    }),
  );

const PERIOD = { from: 'the beginning', until: 'the end' } as const;

/** Those of a list with a period, of which `from` and `until` are British times, to the second. */
export function readFilters(query: Texts, names: readonly string[]): Filters {
  const given = readGiven(query, names);
  const asked: Record<string, string> = { ...given };
  const errors: FormError[] = [];
  for (const [name, what] of Object.entries(PERIOD)) {
    const value = given[name];
    if (value === undefined) continue;
    const instant = readLocalTime(value);
    if (instant === undefined) {
      const text = `Enter ${what} of the period as a date and a time`;
      errors.push({ text, href: `#${name}` });
    } else asked[name] = instant;
  }
  const { from, until } = given;
  if (from !== undefined && until !== undefined && from >= until) {
    errors.push({ text: 'The period must end after it begins', href: '#until' });
  }
  return { given, asked, errors };
}

/** What is wrong with a form, above it and beside its fields. */
export const describeErrors = (errors: readonly FormError[]) => ({
  errors,
  errorOf: Object.fromEntries(errors.map(({ text, href }) => [href.slice(1), { text }])),
});
