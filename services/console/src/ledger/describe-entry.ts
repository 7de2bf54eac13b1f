import { formatInstant } from '../frame/format-time.ts';

/** An entry as the ledger has it. */
export interface LedgerEntry {
  readonly index: number;
  /** Canonical JSON. */
  readonly text: string;
}

interface Row {
  readonly name: string;
  /** Of a list, each item. */
  readonly values: readonly string[];
  /** The page of what it names. */
  readonly href?: string;
}

/** An entry for people: its members in their order, items of a list one a line. What is nested deeper stays as it is written. Pure. */
export function describeEntry({ index, text }: LedgerEntry) {
  const {
    kind,
    facts = {},
    ...more
  } = JSON.parse(text) as {
    readonly kind: string;
    readonly facts?: Readonly<Record<string, unknown>>;
  };
  return { index, kind, facts: listRows(facts), more: listRows(more) };
}

const listRows = (members: Readonly<Record<string, unknown>>): readonly Row[] =>
  Object.entries(members).map(([name, value]) => ({
    name,
    values: Array.isArray(value) ? value.map(write) : [write(value), ...sayInstant(name, value)],
    ...(CHANGES.has(name) && { href: `/changes/${encodeURIComponent(write(value))}` }),
  }));

const CHANGES = new Set(['changeId', 'previousChangeId']);

const write = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** An entry's own time is in microseconds since 1970. */
const sayInstant = (name: string, value: unknown): readonly string[] =>
  name === 'at' && typeof value === 'number' ? [formatInstant(value / 1000)] : [];
