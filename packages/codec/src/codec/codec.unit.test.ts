import { describe, expect, test } from '@jest/globals';
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import avsc from 'avsc';
import fc from 'fast-check';
import { recordArbitrary } from '../../test/record-arbitrary.ts';
import { schemas } from '../generated/schemas.ts';
import type { Outcome } from '../generated/types.ts';
import { createLocalSource } from './local-source.ts';
import type { Codec, RecordName } from './open-codec.ts';
import { openCodecFrom } from './open-codec.ts';

const names = Object.keys(schemas) as RecordName[];

let opened: Promise<Codec> | undefined;

/** Compiled once for all tests: nothing in a codec changes but what it has fetched. */
function openAll(): Promise<Codec> {
  const uses = names.map((schema) => ({ topic: `told.${schema}`, schema }));
  opened ??= openCodecFrom(createLocalSource(), uses);
  return opened;
}

const encoderOf = (codec: Codec, name: RecordName) =>
  codec.encoder(name, `told.${name}`) as (value: unknown) => Buffer;

/** Records lose avsc's constructors, which only their prototypes show. */
const plain = (value: unknown): unknown => structuredClone(value);

const outcome: Outcome = {
  releaseId: '0191c2f0-6f5a-7c3e-9a41-000000000004',
  outcomeNo: 1,
  caseReference: 'CTB-000123',
  releaseSequence: 1,
  kind: 'applied',
  reason: null,
  effectiveOn: '2010-05-17',
  businessDate: '2010-05-13',
  decidedAt: 1_273_740_300_000_000,
};

describe.each(names)('%s', (name) => {
  const values = recordArbitrary(schemas[name]);

  test('comes back as it was sent, whatever its schema allows', async () => {
    const codec = await openAll();
    const encode = encoderOf(codec, name);
    await fc.assert(
      fc.asyncProperty(fc.array(values, { maxLength: 4 }), async (records) => {
        const decoded = await codec.decode(name, records.map(encode));
        expect(decoded.map((each) => each.ok && plain(each.value))).toEqual(plain(records));
      }),
      { numRuns: 25 },
    );
  });

  test('is framed byte for byte as the registry client frames it', async () => {
    const source = createLocalSource();
    const codec = await openCodecFrom(source, [{ topic: 't', schema: name }]);
    const id = await source.idOf('t-value', schemas[name]);
    const bare = avsc.Type.forSchema(schemas[name] as never);
    const client = new SchemaRegistry({ host: 'http://registry.invalid' });
    client.cache.setSchema(id, SchemaType.AVRO, bare as never);
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const ours = codec.encoder(name, 't')(value as never);
        const theirs = await client.encode(id, bareValue(value, schemas[name]));
        expect(ours.equals(theirs)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('cut at any byte or followed by another is refused', async () => {
    const codec = await openAll();
    await fc.assert(
      fc.asyncProperty(values, fc.nat(), async (value, at) => {
        const whole = encoderOf(codec, name)(value);
        const cut = whole.subarray(0, at % whole.length);
        const longer = Buffer.concat([whole, Buffer.from([0])]);
        for (const result of await codec.decode(name, [cut, longer])) {
          expect(result).toMatchObject({ ok: false, error: { code: 'undecodable' } });
        }
      }),
      { numRuns: 25 },
    );
  });

  test('random bytes give an answer for each record and never throw', async () => {
    const codec = await openAll();
    const id = encoderOf(codec, name)(fc.sample(values, 1)[0]).subarray(0, 5);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const [result] = await codec.decode(name, [Buffer.concat([id, bytes])]);
        expect(typeof result?.ok).toBe('boolean');
      }),
      { numRuns: 100 },
    );
  });
});

/** Days as numbers, as bare Avro has them. */
function bareValue(value: unknown, type: unknown, types = new Map<string, unknown>()): unknown {
  if (value === null || type === null) return value;
  if (Array.isArray(type)) return bareValue(value, type[1], types);
  const node = (typeof type === 'string' ? types.get(type) : type) as Record<string, unknown>;
  if (!node) return value;
  if (node['type'] === 'array') {
    return (value as unknown[]).map((item) => bareValue(item, node['items'], types));
  }
  if (node['type'] !== 'record') {
    return node['logicalType'] === 'date' ? Date.parse(value as string) / 86_400_000 : value;
  }
  types.set(node['name'] as string, node);
  const fields = node['fields'] as { name: string; type: unknown }[];
  const given = value as Record<string, unknown>;
  for (const field of fields) collect(field.type, types);
  return Object.fromEntries(
    fields.map(({ name, type: inner }) => [name, bareValue(given[name], inner, types)]),
  );
}

function collect(type: unknown, types: Map<string, unknown>): void {
  if (Array.isArray(type)) for (const branch of type) collect(branch, types);
  else if (typeof type === 'object' && type !== null) {
    const node = type as Record<string, unknown>;
    if (node['type'] === 'record') types.set(node['name'] as string, node);
    if (node['items']) collect(node['items'], types);
    for (const field of (node['fields'] as { type: unknown }[]) ?? []) collect(field.type, types);
  }
}

describe('a schema id that the registry does not know', () => {
  const unknown = Buffer.from([0, 0, 0x0f, 0x42, 0x3f, 2, 2]);

  test('keeps all records waiting', async () => {
    const codec = await openAll();
    const decoding = codec.decode('Outcome', [unknown]);
    await expect(decoding).rejects.toMatchObject({ code: 'unknown-schema', retryable: true });
  });

  test('is the fault of its own record among those of foreigners', async () => {
    const codec = await openAll();
    const sound = encoderOf(codec, 'Outcome')(outcome);
    const values = [sound, unknown, Buffer.alloc(0)];
    const decoded = await codec.decode('Outcome', values, { foreign: true });
    expect(decoded.map((one) => one.ok || one.error.code)).toEqual([
      ...[true, 'unknown-schema', 'undecodable'],
    ]);
  });

  test('is not taken for a registry that does not answer, for which foreigners’ records wait too', async () => {
    const source = createLocalSource();
    const away = Object.assign(new Error('away'), { code: 'registry-unavailable' });
    const broken = { ...source, schemaOf: () => Promise.reject(away) };
    const codec = await openCodecFrom(broken, [{ topic: 't', schema: 'Outcome' }]);
    await expect(codec.decode('Outcome', [unknown], { foreign: true })).rejects.toBe(away);
  });
});

describe('encoding', () => {
  test.each<[string, unknown, string]>([
    ['a word outside the list', { ...outcome, kind: 'ignored' }, 'kind'],
    ['a day that does not exist', { ...outcome, businessDate: '2010-02-29' }, 'businessDate'],
    ['a pattern broken', { ...outcome, caseReference: ' QQ123456C' }, 'caseReference'],
    ['a text too long', { ...outcome, reason: 'x'.repeat(81) }, 'reason'],
    ['a lone surrogate', { ...outcome, reason: 'a\ud800' }, 'reason'],
    ['NaN', { ...outcome, decidedAt: Number.NaN }, 'decidedAt'],
    ['a fraction', { ...outcome, outcomeNo: 1.5 }, 'outcomeNo'],
    ['a number beyond int', { ...outcome, outcomeNo: 2 ** 31 }, 'outcomeNo'],
    ['a number beyond what avsc carries', { ...outcome, decidedAt: 2 ** 52 }, 'decidedAt'],
    ['a foreign UUID', { ...outcome, releaseId: outcome.releaseId.toUpperCase() }, 'releaseId'],
    [
      'a UUID with other letters',
      { ...outcome, releaseId: `${outcome.releaseId.slice(0, 35)}é` },
      'releaseId',
    ],
    ['a missing field', { ...outcome, kind: undefined }, 'kind'],
    ['nothing', null, ''],
  ])('refuses %s and names the path', async (_, value, path) => {
    const codec = await openAll();
    let thrown: unknown;
    try {
      encoderOf(codec, 'Outcome')(value);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'invalid-value',
      retryable: false,
      details: { schema: 'Outcome', path },
    });
  });

  test('never puts the value into the error', async () => {
    const codec = await openAll();
    const error = await Promise.resolve()
      .then(() => encoderOf(codec, 'Outcome')({ ...outcome, caseReference: ' QQ123456C' }))
      .catch((caught: Error) => caught);
    expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toContain(
      'QQ123456C',
    );
    expect((error as Error).cause).toBeUndefined();
  });

  test('takes a missing nullable field for null', async () => {
    const codec = await openAll();
    const { reason: _, ...short } = outcome;
    const encode = encoderOf(codec, 'Outcome');
    expect(encode(short).equals(encode(outcome))).toBe(true);
  });

  test('carries a record larger than its scratch space in a buffer of exactly its size', async () => {
    const codec = await openAll();
    const [change] = fc.sample(recordArbitrary(schemas.ClaimantChange), 1);
    const body = Buffer.alloc(300_000, 7);
    const value = encoderOf(codec, 'ClaimantChange')({ ...change, body });
    const [decoded] = await codec.decode('ClaimantChange', [value]);
    expect(decoded?.ok && decoded.value.body.equals(body)).toBe(true);
  });

  test('refuses a topic that the codec was not opened with', async () => {
    const codec = await openAll();
    expect(() => codec.encoder('Outcome', 'told.elsewhere')).toThrow(
      expect.objectContaining({ code: 'unknown-use' }),
    );
  });
});
