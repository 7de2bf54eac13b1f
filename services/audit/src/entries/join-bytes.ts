/** For what an entry is made of; longer texts have bytes of their own. */
const scratch = Buffer.allocUnsafe(1024);
/** Of a UTF-16 unit in UTF-8. */
const UNIT_BYTES_MAX = 3;

/** A text in UTF-8 behind some bytes, to be hashed at once: the next call may write over it. Twice as fast as two Buffers and a third of both. */
export function joinBytes(bytes: Buffer, text: string): Buffer {
  if (bytes.length + text.length * UNIT_BYTES_MAX > scratch.length)
    return Buffer.concat([bytes, Buffer.from(text)]);
  bytes.copy(scratch);
  return scratch.subarray(0, bytes.length + scratch.write(text, bytes.length));
}
