/** A value that RFC 8785 has one text for: no floating point is ever among them. */
export type Facts = {
  readonly [name: string]: string | number | boolean | null | Facts | readonly (Facts | string)[];
};

/** What an entry says of a record, before it has its place. Ids, names and codes; never what a claim says. */
export interface DescribedRecord {
  readonly kind: EntryKind;
  /** Microseconds since 1970, as the record says: when it was accepted, decided, recorded. Null of one that cannot be read. */
  readonly at: number | null;
  /** Of a change, and of what was decided on it. */
  readonly changeId: string | null;
  readonly facts: Facts;
  /** Whom it is about; committed to in the entry, and kept beside it. */
  readonly subjectKey: string | null;
  /** Cases it is about, likewise. */
  readonly cases: readonly CaseOf[];
}

export interface CaseOf {
  readonly agency: string;
  readonly caseReference: string;
}

export type EntryKind =
  | 'change'
  | 'decision'
  | 'interest'
  | 'consent'
  | 'suspension'
  | 'outcome'
  | 'action'
  | 'unreadable'
  | 'gap'
  | 'opening';

/** Where a record stands in the log; the digest covers all that it says, also what the entry leaves out. */
export interface RecordSource {
  readonly topic: string;
  readonly partition: number;
  /** Decimal. */
  readonly offset: string;
  /** SHA-256, hex. */
  readonly digest: string;
}

/**
 * The text that is hashed: canonical JSON (RFC 8785), without members that are null. Written here and not by a library, which takes twice as
 * long with values of any kind; a test holds it to one.
 */
export const writeEntry = (entry: Facts): string => JSON.stringify(sortMembers(entry));

type Value = Facts[string] | undefined;

/** JavaScript compares texts as the RFC wants: by UTF-16 units. No name here is a whole number, which an object would put first. */
function sortMembers(value: Value): Value {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((item) => sortMembers(item) as Facts | string);
  const sorted: Record<string, Facts[string]> = {};
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== null && member !== undefined) sorted[name] = sortMembers(member) ?? null;
  }
  return sorted;
}

const isList = (value: Facts | readonly (Facts | string)[]): value is readonly (Facts | string)[] =>
  Array.isArray(value);
