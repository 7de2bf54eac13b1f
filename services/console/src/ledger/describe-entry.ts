/** An entry as the ledger has it. */
export interface LedgerEntry {
  readonly index: number;
  /** Canonical JSON. */
  readonly text: string;
}

interface Row {
  readonly name: string;
  readonly value: string;
}

/** An entry for people: its members one a line, in the order of the entry. What is nested stays as it is written. Pure. */
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
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
