/** Confluent's framing: byte 0, then the schema id in four big-endian bytes, then Avro. */
export const HEADER_BYTES = 5;
const MAGIC_BYTE = 0;

/** Byte by byte: Node's own methods check bounds and arguments for every record. */
export function writeHeader(target: Buffer, schemaId: number): void {
  target[0] = MAGIC_BYTE;
  target[1] = schemaId >>> 24;
  target[2] = schemaId >>> 16;
  target[3] = schemaId >>> 8;
  target[4] = schemaId;
}

/** The schema id of a framed record, or undefined when the bytes are not framed. */
export function readSchemaId(value: Buffer): number | undefined {
  if (value.length < HEADER_BYTES || value[0] !== MAGIC_BYTE) return undefined;
  const high = ((value[1] as number) << 24) | ((value[2] as number) << 16);
  const id = high | ((value[3] as number) << 8) | (value[4] as number);
  return id > 0 ? id : undefined;
}
