/** Every message of the Kafka protocol is four bytes of length and as many bytes as they say (Kafka protocol guide, "Requests"). */
export const LENGTH_BYTES = 4;
/** A broker takes no request above 100 MiB by default and the product's records end at 1 MiB; a fetch answers with 10 MiB or a little more. */
const FRAME_BYTES_MAX = 32 * 1024 * 1024;

/** Parts a byte stream into whole frames, their length included, however the stream was cut up. Holds at most one unfinished frame. */
export interface FrameReader {
  /** The frames that this chunk has completed. Throws a RangeError when a length is negative or above 32 MiB: no Kafka is spoken here. */
  push(chunk: Buffer): readonly Buffer[];
  /** What came after the last whole frame. */
  rest(): Buffer;
}

export function createFrameReader(): FrameReader {
  // Joined only when a frame is complete: joining at each chunk would copy a large frame once for each of its chunks.
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = LENGTH_BYTES;
  const joined = (): Buffer => {
    const [only] = chunks;
    return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
  };
  return {
    push(chunk) {
      chunks.push(chunk);
      held += chunk.length;
      if (held < wanted) return [];
      let bytes = joined();
      const frames: Buffer[] = [];
      for (;;) {
        wanted = frameBytes(bytes);
        if (bytes.length < wanted) break;
        frames.push(bytes.subarray(0, wanted));
        bytes = bytes.subarray(wanted);
      }
      chunks = [bytes];
      held = bytes.length;
      return frames;
    },
    rest: joined,
  };
}

/** How many bytes the frame at the start of `bytes` has; as long as its length is not known, more than there are. */
function frameBytes(bytes: Buffer): number {
  if (bytes.length < LENGTH_BYTES) return LENGTH_BYTES;
  const length = bytes.readInt32BE(0);
  if (length < 0 || length > FRAME_BYTES_MAX) {
    throw new RangeError(`A frame has 0 to ${FRAME_BYTES_MAX} bytes (length=${length})`);
  }
  return LENGTH_BYTES + length;
}
