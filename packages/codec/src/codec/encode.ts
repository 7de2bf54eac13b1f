import type { Type } from 'avsc';
import type { TypeInternals } from '../avro/avsc-internals.ts';
import { createTap } from '../avro/avsc-internals.ts';
import { findInvalid } from '../avro/find-illegal.ts';
import { CodecError } from '../errors.ts';
import { HEADER_BYTES, writeHeader } from './framing.ts';

const SCRATCH_BYTES = 64 * 1024;

/** Shared by all encoders: encoding is synchronous, and each result is copied out. */
const tap = createTap(Buffer.allocUnsafe(SCRATCH_BYTES));

/** A function that frames one record; the buffer it gives holds that record and nothing else. */
export function createEncoder(
  schema: string,
  checked: Type,
  schemaId: number,
): (value: unknown) => Buffer {
  const type = checked as unknown as TypeInternals;
  return (value) => {
    tap.pos = HEADER_BYTES;
    try {
      type._write(tap, value);
    } catch {
      // No cause: avsc's message would quote the value.
      throw new CodecError('invalid-value', { schema, path: findInvalid(checked, value) });
    }
    const framed = Buffer.allocUnsafe(tap.pos);
    if (tap.pos <= SCRATCH_BYTES) {
      tap.buf.copy(framed, HEADER_BYTES, HEADER_BYTES, tap.pos);
    } else {
      const exact = createTap(framed); // too large for the scratch, whose position still tells how large
      exact.pos = HEADER_BYTES;
      type._write(exact, value);
    }
    writeHeader(framed, schemaId);
    return framed;
  };
}
