import { deepStrictEqual, ok } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import avsc from 'avsc';
import type { RecordName } from '../src/index.ts';
import { createLocalSource, openCodecFrom, schemas } from '../src/index.ts';

/** One kind of record, to be written and read many times over. */
export type CodecWork = {
  encode(times: number): void;
  decode(times: number): Promise<void>;
};

const EXAMPLES = path.join(import.meta.dirname, '../../../schemas/examples');
const NAMES = Object.keys(schemas) as RecordName[];
/** A byte that says which framing it is, and the schema's id. */
const FRAME_BYTES = 5;
const DAY_MS = 86_400_000;

/**
 * The codec, every kind of record. Each is checked first: its bytes are a frame and what avsc writes, and what is read is
 * what was written.
 */
export async function openCodecWorks(): Promise<readonly CodecWork[]> {
  return Promise.all(
    NAMES.map(async (name) => {
      const codec = await openCodecFrom(createLocalSource(), [{ topic: 't', schema: name }]);
      const example = readExample(name);
      const encode = codec.encoder(name, 't');
      const framed = encode(example);
      ok(framed.subarray(FRAME_BYTES).equals(bareTypeOf(name).toBuffer(withDays(example))));
      const [decoded] = await codec.decode(name, [framed]);
      ok(decoded?.ok);
      deepStrictEqual(encode(decoded.value as never), framed);
      return {
        encode(times) {
          for (let n = 0; n < times; n += 1) encode(example);
        },
        async decode(times) {
          await codec.decode(
            name,
            Array.from({ length: times }, () => framed),
          );
        },
      };
    }),
  );
}

/** avsc alone, which frames nothing, checks nothing and leaves days as numbers. */
export const openBareWorks = (): readonly CodecWork[] =>
  NAMES.map((name) => {
    const type = bareTypeOf(name);
    const plain = withDays(readExample(name));
    const bytes = type.toBuffer(plain);
    return {
      encode(times) {
        for (let n = 0; n < times; n += 1) type.toBuffer(plain);
      },
      async decode(times) {
        Array.from({ length: times }, () => bytes).map((each) => type.fromBuffer(each));
      },
    };
  });

const bareTypeOf = (name: RecordName): avsc.Type => avsc.Type.forSchema(schemas[name] as never);

function readExample(name: RecordName): never {
  const file = `${name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.json`;
  const example = JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8'));
  if (name === 'ClaimantChange') example.body = Buffer.alloc(60, 7);
  return example as never;
}

/** Dates as avsc holds them: days since 1970. */
function withDays(value: unknown): unknown {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value))
    return Date.parse(value) / DAY_MS;
  if (Array.isArray(value)) return value.map(withDays);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withDays(each)]));
}
