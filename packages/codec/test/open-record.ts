import { type AvroSchema, compileChecked } from '../src/avro/compile-types.ts';
import { createRecordDecoder, type Decoded, type Reader } from '../src/codec/decode.ts';
import { createEncoder } from '../src/codec/encode.ts';

/** Any id: writer and reader agree on it. */
const SCHEMA_ID = 1;

/** What a program writes that was built with this schema. */
export function writeRecord(schema: AvroSchema, value: unknown): Buffer {
  const write =
    writers.get(schema) ?? createEncoder(String(schema['name']), compileChecked(schema), SCHEMA_ID);
  writers.set(schema, write);
  return write(value);
}

// Compiled once: it takes longer than all the records of a test.
const writers = new WeakMap<AvroSchema, (value: unknown) => Buffer>();
const readers = new WeakMap<AvroSchema, WeakMap<AvroSchema, Reader>>();

/** What a program built with one schema reads of bytes that one built with another wrote. */
export function readRecord(own: AvroSchema, writer: AvroSchema, bytes: Buffer): Decoded<unknown> {
  const ofOwn = readers.get(own) ?? new WeakMap<AvroSchema, Reader>();
  readers.set(own, ofOwn);
  const read =
    ofOwn.get(writer) ?? createRecordDecoder(String(own['name']), own).readerFor(SCHEMA_ID, writer);
  ofOwn.set(writer, read);
  return read(bytes);
}

/** Records lose avsc's constructors, which only their prototypes show. */
export function readPlain(own: AvroSchema, writer: AvroSchema, bytes: Buffer): unknown {
  const read = readRecord(own, writer, bytes);
  if (!read.ok) throw read.error;
  return structuredClone(read.value);
}
