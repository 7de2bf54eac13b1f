import { DIGEST_HEADER, recordDigest } from './digest.ts';
import { LogError } from './errors.ts';
import type { NewRecord } from './port.ts';

/** 1 MiB, Kafka's default limit for a message, less what any driver adds: framing, batch header, digest. */
export const RECORD_BYTES_MAX = 1024 * 1024 - 1024;
/** What a header costs beside its name and value, in the dearest driver. */
const HEADER_OVERHEAD_BYTES = 10;
const HEADERS_MAX = 64;
const HEADER_NAME = /^[!-~]{1,255}$/;

/** A record that passed the checks, with its digest among the headers. */
export interface AdmittedRecord extends Required<NewRecord> {
  readonly bytes: number;
}

/**
 * Checks a record before it is sent, the same for every driver, and adds its digest. A record that was read may be appended
 * as it is: the digest it carries must be its own.
 * @throws LogError `too-large`, or `corrupt` for a digest of other bytes; TypeError for a header that no log can carry
 */
export function admitRecord(record: NewRecord): AdmittedRecord {
  const { key, value, headers = {} } = record;
  if (!Buffer.isBuffer(key) || !Buffer.isBuffer(value))
    throw new TypeError('key and value are Buffers, never null');
  const bytes = key.length + value.length + headerBytes(headers);
  if (bytes > RECORD_BYTES_MAX) throw new LogError('too-large', { bytes, limit: RECORD_BYTES_MAX });
  const digest = recordDigest(key, value);
  const claimed = headers[DIGEST_HEADER];
  if (claimed !== undefined && claimed.toString('latin1') !== digest)
    throw new LogError('corrupt', { digest: 'different' });
  const admitted = { ...headers, [DIGEST_HEADER]: claimed ?? Buffer.from(digest, 'latin1') };
  return { key, value, headers: admitted, bytes };
}

function headerBytes(headers: Readonly<Record<string, Buffer>>): number {
  const entries = Object.entries(headers);
  if (entries.length > HEADERS_MAX)
    throw new TypeError(`a record has at most ${HEADERS_MAX} headers (headers=${entries.length})`);
  let bytes = 0;
  for (const [name, value] of entries) {
    if (!HEADER_NAME.test(name) || name === '__proto__')
      throw new TypeError('a header name is 1 to 255 visible ASCII characters');
    if (!Buffer.isBuffer(value))
      throw new TypeError(`a header's value is a Buffer (header=${name})`);
    bytes += name.length + value.length + HEADER_OVERHEAD_BYTES;
  }
  return bytes;
}
