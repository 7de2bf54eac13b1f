/** What a record costs in a batch of format 2: https://kafka.apache.org/documentation/#record, headers included. */
type RecordShape = {
  readonly keyBytes: number | undefined;
  readonly valueBytes: number;
  readonly headers: Readonly<Record<string, number>>;
};

/** Records of a batch of this many: timestamps alike, offset deltas below 8,192 in two bytes. */
const [ATTRIBUTE_BYTES, TIMESTAMP_DELTA_BYTES, OFFSET_DELTA_BYTES] = [1, 1, 2] as const;
const BATCH_HEADER_BYTES = 61;

export function recordBytes({ keyBytes, valueBytes, headers }: RecordShape): number {
  const names = Object.entries(headers);
  const body =
    ATTRIBUTE_BYTES +
    TIMESTAMP_DELTA_BYTES +
    OFFSET_DELTA_BYTES +
    (keyBytes === undefined ? varIntBytes(-1) : lengthened(keyBytes)) +
    lengthened(valueBytes) +
    varIntBytes(names.length) +
    names.reduce((sum, [name, bytes]) => sum + lengthened(name.length) + lengthened(bytes), 0);
  return lengthened(body);
}

/** The size of the value that makes a record without key and headers as long as the given one. */
export function bareValueBytes(shape: RecordShape): number {
  const wanted = recordBytes(shape);
  let valueBytes = wanted;
  while (recordBytes({ keyBytes: undefined, valueBytes, headers: {} }) > wanted) valueBytes -= 1;
  return valueBytes;
}

export const batchBytes = (records: number, shape: RecordShape): number =>
  BATCH_HEADER_BYTES + records * recordBytes(shape);

const lengthened = (bytes: number): number => varIntBytes(bytes) + bytes;

/** Zigzag, seven bits a byte. */
function varIntBytes(value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  let bytes = 1;
  for (; rest > 0x7f; rest >>>= 7) bytes += 1;
  return bytes;
}
