import type { Type } from 'avsc';
import type { TypeInternals } from '../avro/avsc-internals.ts';
import { createTap, ILLEGAL } from '../avro/avsc-internals.ts';
import type { AvroSchema } from '../avro/compile-types.ts';
import { compileBare, compileChecked } from '../avro/compile-types.ts';
import { findIllegal, finishAsFar } from '../avro/find-illegal.ts';
import { CodecError } from '../errors.ts';
import { HEADER_BYTES } from './framing.ts';

export type Decoded<T> =
  | { readonly ok: true; readonly value: T; readonly schemaId: number }
  | {
      readonly ok: false;
      readonly error: CodecError;
      /** Of an `illegal-value`: the record as it was written, for a door that answers what it refuses. No more can be said of its type. */
      readonly written?: unknown;
    };

/** Reads one framed record of one writer's schema into the reader's. */
export type Reader = (value: Buffer) => Decoded<unknown>;

type Resolver = ReturnType<Type['createResolver']>;

export interface RecordDecoder {
  /** The reader for a writer's schema; one that cannot be resolved gives a reader to which all is undecodable. */
  readerFor(schemaId: number, writer: AvroSchema): Reader;
}

export function createRecordDecoder(schema: string, own: AvroSchema): RecordDecoder {
  const checked = compileChecked(own);
  const bare = compileBare(own);
  return {
    readerFor(schemaId, writer) {
      const written = tryCompile(writer);
      if (written === undefined) return refuse(schema, schemaId);
      if (written.equals(bare)) return createReader({ schema, schemaId, checked, bare });
      try {
        const checkedResolver = checked.createResolver(written);
        const bareResolver = bare.createResolver(written);
        return createReader({ schema, schemaId, checked, bare, checkedResolver, bareResolver });
      } catch {
        return refuse(schema, schemaId); // the answer asked for: not the reader's kind of record
      }
    },
  };
}

/** Shared by all readers: reading is synchronous. */
const tap = createTap(Buffer.alloc(0));

interface ReaderParts {
  readonly schema: string;
  readonly schemaId: number;
  readonly checked: Type;
  readonly bare: Type;
  readonly checkedResolver?: Resolver;
  readonly bareResolver?: Resolver;
}

function createReader(parts: ReaderParts): Reader {
  const { schemaId, checked, checkedResolver } = parts;
  const source = (checkedResolver ?? checked) as unknown as Pick<TypeInternals, '_read'>;
  return (value) => {
    tap.buf = value;
    tap.latin1 = undefined;
    tap.pos = HEADER_BYTES;
    try {
      const decoded = source._read(tap);
      if (tap.pos === value.length) return { ok: true, value: decoded, schemaId };
    } catch (error) {
      if (error === ILLEGAL) return explain(parts, value);
    }
    return undecodable(parts.schema, schemaId);
  };
}

/** Reads again without checks, to tell bytes that are no record from a record with an illegal value, and to find the place. */
function explain({ schema, schemaId, checked, bare, bareResolver }: ReaderParts, value: Buffer) {
  try {
    const decoded = bare.decode(value, HEADER_BYTES, bareResolver);
    if (decoded.offset === value.length) {
      const path = findIllegal(checked, decoded.value) ?? '';
      const error = new CodecError('illegal-value', { schema, schemaId, path });
      return { ok: false as const, error, written: finishAsFar(checked, decoded.value) };
    }
  } catch {
    // No cause: avsc's message may quote what it read.
  }
  return undecodable(schema, schemaId);
}

function refuse(schema: string, schemaId: number): Reader {
  return () => undecodable(schema, schemaId);
}

export function undecodable(schema: string, schemaId = 0): Decoded<never> {
  return { ok: false, error: new CodecError('undecodable', { schema, schemaId }) };
}

function tryCompile(writer: AvroSchema): Type | undefined {
  try {
    return compileBare(writer);
  } catch {
    return undefined; // a registry may hold what is no Avro schema
  }
}
