import { hash } from 'node:crypto';

/** Where a UUID keeps its version (5: named, by SHA-1) and its variant. */
const VERSION_BYTE = 6;
const VARIANT_BYTE = 8;

/** The UUIDv5 of a name within a namespace of 16 bytes (RFC 9562 §5.5): the same name always gives the same id. */
export function nameUuid(namespace: Uint8Array, name: string): string {
  const named = Buffer.concat([namespace, Buffer.from(name)]);
  const bytes = hash('sha1', named, 'buffer').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(VERSION_BYTE) & 0x0f) | 0x50, VERSION_BYTE);
  bytes.writeUInt8((bytes.readUInt8(VARIANT_BYTE) & 0x3f) | 0x80, VARIANT_BYTE);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
