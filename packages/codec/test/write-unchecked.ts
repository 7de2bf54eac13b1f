import avsc from 'avsc';
import { schemas } from '../src/generated/schemas.ts';

const DAY_MS = 86_400_000;
/** Any text that a calendar may or may not know, as days: 30 February becomes 2 March, as careless clients have it. */
class CarelessDate extends avsc.types.LogicalType {
  override _fromValue(days: unknown): unknown {
    return days;
  }
  override _toValue(text: unknown): unknown {
    return typeof text === 'string' ? Date.parse(`${text}T00:00:00Z`) / DAY_MS : undefined;
  }
}

const type = avsc.Type.forSchema(schemas.Submission as never, {
  logicalTypes: { date: CarelessDate as never },
});

/** Confluent's framing: byte 0, then the schema id in four big-endian bytes. */
const HEADER_BYTES = 5;

/** A submission as a client of any language may write it: by the layout of the schema, and by none of its rules. */
export function writeUnchecked(submission: object, schemaId: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(schemaId, 1);
  return Buffer.concat([header, type.toBuffer(submission)]);
}
