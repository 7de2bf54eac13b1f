import type { Decoded } from './decode.ts';

/**
 * What was read, of a record that this product wrote itself: one that cannot be read is a fault of ours to be mended, never to be passed over.
 * Throws the record's CodecError, and a TypeError where there is no result: decoding gives one for each value.
 */
export function readOrThrow<T>(decoded: Decoded<T> | undefined): T {
  if (decoded === undefined) throw new TypeError('a result is read of each value that is decoded');
  if (decoded.ok) return decoded.value;
  throw decoded.error;
}
