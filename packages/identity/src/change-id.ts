import { createHash } from 'node:crypto';

/** The namespace of change ids, drawn once at random; it must never change, since it would give every known change a new id. */
const CHANGE_NAMESPACE = Buffer.from('1d3f6a5e0b6c4c0c9f7a2f8e54c1b7d2', 'hex');

/** Where a UUID keeps its version (5: named, by SHA-1) and its variant. */
const VERSION_BYTE = 6;
const VARIANT_BYTE = 8;

/**
 * The id of the change that an agency tells under one of its idempotency keys: a UUIDv5 (RFC 9562) of both, so that whoever told it knows
 * the id without asking, and telling it again gives the same one. An agency id holds no slash, so no two pairs share a name.
 */
export function changeIdOf(agency: string, idempotencyKey: string): string {
  const bytes = createHash('sha1')
    .update(CHANGE_NAMESPACE)
    .update(`${agency}/${idempotencyKey}`)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(VERSION_BYTE) & 0x0f) | 0x50, VERSION_BYTE);
  bytes.writeUInt8((bytes.readUInt8(VARIANT_BYTE) & 0x3f) | 0x80, VARIANT_BYTE);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
