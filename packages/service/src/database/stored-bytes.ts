import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';

/** An index row of PostgreSQL holds 2,704 bytes; every key of ours is far shorter than this. */
const KEY_TEXT_BYTES_MAX = 256;
/** Half of them: no two keys of a service share these, and a log's reader can still compare them. */
const DIGEST_DIGITS = 16;

/**
 * A record's key as text for a table: itself when it is short, printable UTF-8; else hexadecimal or a digest behind a
 * backslash. Different keys give different texts, so that a foreign agency's odd key parks nothing but itself.
 */
export function formatKey(key: Buffer): string {
  if (key.length > KEY_TEXT_BYTES_MAX) {
    return `\\sha256:${createHash('sha256').update(key).digest('hex')}`;
  }
  if (isUtf8(key) && !key.includes(0) && key[0] !== 0x5c) return key.toString('utf8');
  return `\\x${key.toString('hex')}`;
}

/** The last millisecond of the year 9999. */
const TIMESTAMP_MS_MAX = 253_402_300_799_999;

/** A record's time as a table keeps it. Foreign agencies' clients write what they like there, also what no date can be. */
export const keepTimestampMs = (timestampMs: number): number =>
  Math.min(Math.max(Math.trunc(timestampMs) || 0, 0), TIMESTAMP_MS_MAX);

/** What a log may say of a key: enough to find it, nothing to read. */
export const digestKey = (key: string): string =>
  createHash('sha256').update(key).digest('hex').slice(0, DIGEST_DIGITS);

/** Header bytes as one Latin-1 character each: exact for any byte, and readable for the usual ASCII. */
export const formatHeaders = (headers: Readonly<Record<string, Buffer>>): string =>
  formatTextHeaders(
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.toString('latin1')]),
    ),
  );

/** The same of headers that are such characters already. Any other character would reach the log as a different byte: a TypeError. */
export function formatTextHeaders(headers: Readonly<Record<string, string>>): string {
  const text = JSON.stringify(headers);
  if (BEYOND_LATIN1.test(text)) throw new TypeError('a header is Latin-1: one byte a character');
  return text;
}

const BEYOND_LATIN1 = /[^\0-\xff]/;

/** The last bytes of each name: of records told together, most headers say the same. */
const lastBytes = new Map<string, { readonly text: string; readonly bytes: Buffer }>();
/** Our own records have seven, a traceparent the longest; what foreign agencies put into theirs is not remembered beyond this. */
const NAMES_MAX = 32;
const TEXT_MAX = 64;

/** Bytes are shared between records, and nobody writes to what was read. */
export function parseHeaders(text: string): Record<string, Buffer> {
  const headers = JSON.parse(text) as Record<string, string>;
  const read = headers as Record<string, unknown> as Record<string, Buffer>;
  for (const name of Object.keys(headers)) read[name] = toBytes(name, headers[name] as string);
  return read;
}

function toBytes(name: string, text: string): Buffer {
  const last = lastBytes.get(name);
  if (last?.text === text) return last.bytes;
  const bytes = Buffer.from(text, 'latin1');
  const isTooMany = last === undefined && lastBytes.size >= NAMES_MAX;
  if (!isTooMany && text.length <= TEXT_MAX) lastBytes.set(name, { text, bytes });
  return bytes;
}
