import { decodeBase64 } from '../notes/keys.ts';
import { HASH_BYTES, hashLeaf } from '../tree/hashes.ts';

/**
 * A ledger as a file, one line each, every line ending with \n:
 * - first what it is: `{"bundle":"told-ledger/1","origin":"…","entries":n}`;
 * - then `{"key":"…"}`, notes by which one key of the log names the next, and `{"head":"…"}`, heads in the order of their sizes;
 * - then the entries from the first on: the leaf's hash in base64, a space, and the entry, JSON in its canonical form (RFC 8785), whose bytes
 *   were hashed. The hash beside it says nothing by itself; that all of them together give the signed root makes it say which entry was touched.
 */
const BUNDLE = 'told-ledger/1';

export interface BundleStart {
  readonly origin: string;
  readonly entries: number;
}

export const formatStart = ({ origin, entries }: BundleStart): string =>
  JSON.stringify({ bundle: BUNDLE, origin, entries });

/** `entry`: JSON in its canonical form. */
export const formatEntryLine = (entry: string): string =>
  `${hashLeaf(Buffer.from(entry)).toString('base64')} ${entry}`;

export const formatHeadLine = (note: string): string => JSON.stringify({ head: note });
export const formatKeyLine = (note: string): string => JSON.stringify({ key: note });

/** Undefined for a line that is no such start, or is written in another way: with a byte order mark, a carriage return, more members. */
export function parseStart(line: string): BundleStart | undefined {
  const { origin, entries } = parseObject(line) ?? {};
  if (typeof origin !== 'string' || typeof entries !== 'number') return undefined;
  const isCount = Number.isSafeInteger(entries) && entries >= 0;
  return isCount && formatStart({ origin, entries }) === line ? { origin, entries } : undefined;
}

export interface EntryLine {
  /** As the bundle says; whether it is the hash of the entry is to be checked. */
  readonly leaf: Buffer;
  readonly bytes: Buffer;
  /** The entry's own number; undefined when it has none. */
  readonly index: number | undefined;
  /** The published key that it names, if it is such an entry. */
  readonly key: string | undefined;
}

const LEAF_CHARACTERS = 44;

export function parseEntryLine(line: string): EntryLine | undefined {
  const leaf = decodeBase64(line.slice(0, LEAF_CHARACTERS));
  const entry = line.slice(LEAF_CHARACTERS + 1);
  const value = parseObject(entry);
  if (leaf?.length !== HASH_BYTES || line[LEAF_CHARACTERS] !== ' ') return undefined;
  if (value === undefined) return undefined;
  const index = value['index'];
  const { kind, facts } = value as {
    readonly kind?: unknown;
    readonly facts?: { readonly key?: unknown } | null;
  };
  const key = kind === 'key' ? facts?.key : undefined;
  return {
    leaf,
    bytes: Buffer.from(entry),
    index: typeof index === 'number' ? index : undefined,
    key: typeof key === 'string' ? key : undefined,
  };
}

export type Ending = { readonly kind: 'head' | 'key'; readonly note: string };

/** Undefined for a line that is neither, or is written in another way. */
export function parseEnding(line: string): Ending | undefined {
  const { head, key } = parseObject(line) ?? {};
  if (typeof head === 'string' && formatHeadLine(head) === line)
    return { kind: 'head', note: head };
  if (typeof key === 'string' && formatKeyLine(key) === line) return { kind: 'key', note: key };
  return undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // what is no JSON is no line of a bundle, which is the answer
  }
}
