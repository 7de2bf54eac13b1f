import { describePence } from '@told/benefits';

/** One figure of a rates file, as a reader sees it. */
export type ShownFigure = {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  readonly unverified: boolean;
};

type Leaf = Readonly<Record<string, unknown>> & { readonly source: string };

/**
 * Every figure of a rates file, in the file's order: whatever states a source is one. A section's name
 * is the unit of its figures: pence, hours, days, years.
 */
export function listFigures(rates: unknown, path: readonly string[] = []): readonly ShownFigure[] {
  if (!isRecord(rates)) return [];
  if (!isLeaf(rates)) {
    return Object.entries(rates).flatMap(([name, child]) => listFigures(child, [...path, name]));
  }
  const [section = '', ...rest] = path;
  const isUnit = UNITS.includes(section);
  return [
    {
      name: (isUnit ? rest : path).map(nameInWords).join(', '),
      value: describe(section, rates),
      source: rates.source,
      unverified: rates['unverified'] === true,
    },
  ];
}

const UNITS: readonly string[] = ['pence', 'hours', 'days', 'weeks', 'years'];

function describe(
  section: string,
  { source: _source, unverified: _mark, ...figure }: Leaf,
): string {
  const { value, numerator, denominator, percent, from, to } = figure;
  if (typeof value === 'number') return describeValue(section, value);
  if (typeof numerator === 'number' && typeof denominator === 'number') {
    return `× ${numerator} ÷ ${denominator}`;
  }
  if (typeof percent === 'number' && typeof from === 'number') {
    const upTo = typeof to === 'number' ? `to ${describePence(to)}` : 'and more';
    return `${percent} %: ${describePence(from)} ${upTo}`;
  }
  return Object.entries(figure)
    .map(([name, text]) => (name === 'value' ? String(text) : `${nameInWords(name)} ${text}`))
    .join(', ');
}

function describeValue(section: string, value: number): string {
  if (section === 'pence') return describePence(value);
  return UNITS.includes(section) ? `${value} ${section}` : String(value);
}

/** `personalAllowanceSingle25` → `personal allowance single 25`. */
const nameInWords = (name: string): string =>
  name.replaceAll(/(?<=[a-z])(?=[A-Z0-9])|(?<=\d)(?=[A-Z])/g, ' ').toLowerCase();

const isLeaf = (node: Readonly<Record<string, unknown>>): node is Leaf =>
  typeof node['source'] === 'string';

const isRecord = (node: unknown): node is Readonly<Record<string, unknown>> =>
  typeof node === 'object' && node !== null;
