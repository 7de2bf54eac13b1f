/** A value that RFC 8785 has one text for: no floating point is ever among them. */
export type Facts = {
  readonly [name: string]:
    | (string | number | boolean | null | undefined)
    | Facts
    | readonly (Facts | string)[];
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
  | 'dead-letter'
  | 'unreadable'
  | 'gap'
  | 'opening'
  | 'key';

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
 * The text that is hashed: canonical JSON (RFC 8785), without members that are null. Written here and not by a library, which takes three times
 * as long with values of any kind; a test holds it to one. What is in order already is only looked through.
 */
export const writeEntry = (entry: Facts): string =>
  JSON.stringify(isCanonical(entry) ? entry : sortMembers(entry));

type Value = Facts[string] | undefined;

/** Whether every member has a value and stands where the RFC wants it: by UTF-16 units, as JavaScript compares texts. */
export function isCanonical(value: Value): boolean {
  if (typeof value !== 'object') return true;
  if (value === null) return false;
  if (isList(value)) return value.every(isCanonical);
  let before = '';
  for (const name in value) {
    const member = value[name];
    if (member === undefined) continue; // JSON leaves it out
    if (name < before || !isCanonical(member)) return false;
    before = name;
  }
  return true;
}

/** No name here is a whole number, which an object would put first. */
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
