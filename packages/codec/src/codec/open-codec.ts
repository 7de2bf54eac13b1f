import { compileChecked } from '../avro/compile-types.ts';
import { CodecError } from '../errors.ts';
import { schemas } from '../generated/schemas.ts';
import type { RecordTypes } from '../generated/types.ts';
import type { Decoded, Reader, RecordDecoder } from './decode.ts';
import { createRecordDecoder, undecodable } from './decode.ts';
import { createEncoder } from './encode.ts';
import { readSchemaId } from './framing.ts';
import { createRegistrySource } from './registry-source.ts';
import type { SchemaSource } from './schema-source.ts';

export type RecordName = keyof RecordTypes;

/** What a service writes or reads: a topic (its subject is `<topic>-value`) or a subject by itself. */
export type CodecUse =
  | { readonly topic: string; readonly schema: RecordName }
  | { readonly subject: string; readonly schema: RecordName };

export interface Codec {
  /**
   * A synchronous function from a record to its framed bytes. It throws CodecError `invalid-value` with schema and path;
   * `encoder` itself throws `unknown-use` for a pair that the codec was not opened with.
   */
  encoder<N extends RecordName>(
    schema: N,
    subjectOrTopic: string,
  ): (value: RecordTypes[N]) => Buffer;
  /**
   * Reads many records, each with its own result: `undecodable` or `illegal-value` when that record is at fault. Rejects with
   * a retryable `registry-unavailable` or `unknown-schema` when an id not met before cannot be fetched.
   */
  decode<N extends RecordName>(
    schema: N,
    values: readonly Buffer[],
    options?: DecodeOptions,
  ): Promise<readonly Decoded<RecordTypes[N]>[]>;
}

interface DecodeOptions {
  /**
   * The records are foreigners', who write what they like: an id that the registry does not know is then the fault of its record,
   * `unknown-schema` its result, and keeps none of the others waiting.
   */
  readonly foreign?: boolean;
}

const FETCH_TIMEOUT_MS = 5_000;

/**
 * Opens a codec and fetches the ids of all its uses, so that nothing it writes later needs the network. Rejects with a
 * retryable `registry-unavailable` or `schema-not-registered`.
 */
export async function openCodec(options: {
  readonly registryUrl: string;
  readonly uses: readonly CodecUse[];
  readonly fetchTimeoutMs?: number;
}): Promise<Codec> {
  const { registryUrl, uses, fetchTimeoutMs = FETCH_TIMEOUT_MS } = options;
  return openCodecFrom(createRegistrySource({ registryUrl, fetchTimeoutMs }), uses);
}

/** As openCodec, with ids from a source of the caller's. */
export async function openCodecFrom(
  source: SchemaSource,
  uses: readonly CodecUse[],
): Promise<Codec> {
  const encoders = new Map<string, (value: unknown) => Buffer>();
  const decoders = new Map<RecordName, DecodeMany>();
  const decoderOf = (schema: RecordName): DecodeMany => {
    const known = decoders.get(schema);
    if (known) return known;
    const made = createDecodeMany(schema, source);
    decoders.set(schema, made);
    return made;
  };
  await Promise.all(
    uses.map(async (use) => {
      const name = 'topic' in use ? use.topic : use.subject;
      const subject = 'topic' in use ? `${use.topic}-value` : use.subject;
      const id = await source.idOf(subject, schemas[use.schema]);
      const encode = createEncoder(use.schema, compileChecked(schemas[use.schema]), id);
      encoders.set(useKey(use.schema, name), encode);
      encoders.set(useKey(use.schema, subject), encode);
      decoderOf(use.schema).learn(id);
    }),
  );
  return {
    encoder(schema, subjectOrTopic) {
      const encode = encoders.get(useKey(schema, subjectOrTopic));
      if (!encode) throw new CodecError('unknown-use', { schema, subject: subjectOrTopic });
      return encode;
    },
    decode: (schema, values, options) =>
      decoderOf(schema).decode(values, options) as Promise<never>,
  };
}

const isUnknown = (error: unknown): error is CodecError =>
  error instanceof CodecError && error.code === 'unknown-schema';

const useKey = (schema: string, name: string): string => `${schema} ${name}`;

interface DecodeMany {
  /** An id whose schema is known to be the reader's own. */
  learn(ownId: number): void;
  decode(values: readonly Buffer[], options?: DecodeOptions): Promise<readonly Decoded<unknown>[]>;
}

function createDecodeMany(schema: RecordName, source: SchemaSource): DecodeMany {
  const decoder: RecordDecoder = createRecordDecoder(schema, schemas[schema]);
  const readers = new Map<number, Reader>();
  const fetches = new Map<number, Promise<void>>();

  /** Concurrent callers that miss the same id share one fetch; a failed fetch is forgotten, so that the next call tries again. */
  const fetchReader = (id: number): Promise<void> => {
    const underWay = fetches.get(id);
    if (underWay) return underWay;
    const fetch = source
      .schemaOf(id)
      .then((writer) => void readers.set(id, decoder.readerFor(id, writer)))
      .finally(() => fetches.delete(id));
    fetches.set(id, fetch);
    return fetch;
  };

  return {
    learn: (ownId) => void readers.set(ownId, decoder.readerFor(ownId, schemas[schema])),
    async decode(values, { foreign = false } = {}) {
      const missing = new Set<number>();
      const results = values.map((value) => {
        const id = readSchemaId(value);
        if (id === undefined) return undecodable(schema);
        const read = readers.get(id);
        return read ? read(value) : void missing.add(id);
      });
      if (missing.size === 0) return results as readonly Decoded<unknown>[];
      const unknown = new Map<number, CodecError>();
      const fetched = [...missing].map((id) =>
        fetchReader(id).catch((error: unknown) => {
          if (!foreign || !isUnknown(error)) throw error;
          unknown.set(id, error);
        }),
      );
      await Promise.all(fetched);
      return results.map((result, index) => {
        if (result) return result;
        const value = values[index] as Buffer;
        const id = readSchemaId(value) as number;
        const error = unknown.get(id);
        return error ? { ok: false, error } : (readers.get(id) as Reader)(value);
      });
    },
  };
}
