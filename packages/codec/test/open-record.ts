import { type AvroSchema, compileChecked } from '../src/avro/compile-types.ts';
import { createRecordDecoder, type Decoded } from '../src/codec/decode.ts';
import { createEncoder } from '../src/codec/encode.ts';

/** Any id: writer and reader agree on it. */
const SCHEMA_ID = 1;

/** What a program writes that was built with this schema. */
export const writeRecord = (schema: AvroSchema, value: unknown): Buffer =>
  createEncoder(String(schema['name']), compileChecked(schema), SCHEMA_ID)(value);

/** What a program built with one schema reads of bytes that one built with another wrote. */
export function readRecord(own: AvroSchema, writer: AvroSchema, bytes: Buffer): Decoded<unknown> {
  return createRecordDecoder(String(own['name']), own).readerFor(SCHEMA_ID, writer)(bytes);
}

/** Records lose avsc's constructors, which only their prototypes show. */
export function readPlain(own: AvroSchema, writer: AvroSchema, bytes: Buffer): unknown {
  const read = readRecord(own, writer, bytes);
  if (!read.ok) throw read.error;
  return structuredClone(read.value);
}
