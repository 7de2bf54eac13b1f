import { hash } from 'node:crypto';

/** The first digit of the fourth group holds the variant in its upper two bits: 10. */
const VARIANT_DIGITS = '89ab89ab89ab89ab';

/** The UUIDv5 of a name within a namespace of 16 bytes (RFC 9562 §5.5): the same name always gives the same id. */
export function nameUuid(namespace: Uint8Array, name: string): string {
  const hex = hash('sha1', joinBytes(namespace, name), 'hex');
  const variant = VARIANT_DIGITS[Number.parseInt(hex.charAt(16), 16)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Used again for each short name, which are nearly all: an allocation would cost as much as the hash. Nothing runs between writing and hashing. */
const scratch = Buffer.allocUnsafe(1024);
const UTF8_BYTES_PER_UNIT_MAX = 3;

function joinBytes(namespace: Uint8Array, name: string): Uint8Array {
  const bytesMax = namespace.length + name.length * UTF8_BYTES_PER_UNIT_MAX;
  if (bytesMax > scratch.length) return Buffer.concat([namespace, Buffer.from(name)]);
  scratch.set(namespace);
  return scratch.subarray(0, namespace.length + scratch.write(name, namespace.length));
}
