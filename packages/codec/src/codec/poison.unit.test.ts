import { describe, expect, test } from '@jest/globals';
import avsc from 'avsc';
import { CodecError } from '../errors.ts';
import { schemas } from '../generated/schemas.ts';
import { createRecordDecoder } from './decode.ts';
import type { RecordName } from './open-codec.ts';
import { openCodecFrom } from './open-codec.ts';
import type { SchemaSource } from './schema-source.ts';

const ID = 7;
const header = Buffer.from([0, 0, 0, 0, ID]);
const uuid = '0191c2f0-6f5a-7c3e-9a41-000000000004';
const outcome = {
  releaseId: uuid,
  outcomeNo: 1,
  caseReference: 'CTB-000123',
  releaseSequence: 1,
  kind: 'applied',
  reason: null,
  effectiveOn: 14_746,
  businessDate: 14_742,
  decidedAt: 1_273_740_300_000_000,
};

/** What a foreign writer may send: Avro without any of the bus's rules. */
function writeBare(name: RecordName, value: unknown): Buffer {
  return Buffer.concat([header, avsc.Type.forSchema(schemas[name] as never).toBuffer(value)]);
}

function read(name: RecordName, value: Buffer, writer: object = schemas[name]) {
  return createRecordDecoder(name, schemas[name]).readerFor(ID, writer as never)(value);
}

describe('a record that breaks a rule of its schema', () => {
  test.each<[string, object, string]>([
    ['a word outside the list', { kind: 'ignored' }, 'kind'],
    ['a pattern', { caseReference: ' Q' }, 'caseReference'],
    ['a length', { reason: 'x'.repeat(81) }, 'reason'],
    ['a day beyond the calendar', { businessDate: 2_000_000_000 }, 'businessDate'],
    ['a UUID', { releaseId: uuid.toUpperCase() }, 'releaseId'],
    ['a UUID of another length', { releaseId: 'abc' }, 'releaseId'],
  ])('is illegal-value with its path: %s', (_, change, path) => {
    expect(read('Outcome', writeBare('Outcome', { ...outcome, ...change }))).toMatchObject({
      ok: false,
      error: { code: 'illegal-value', retryable: false, details: { path, schemaId: ID } },
    });
  });

  test('names a place inside a list and a nested record, and never the value', () => {
    const evidence = {
      level: 'seen',
      documents: [
        { type: 'payslip', seenOn: null, officerReference: null, sha256: null },
        { type: 'PAYSLIP of Asha', seenOn: null, officerReference: null, sha256: null },
      ],
    };
    const change = { person: null, fact: 'income', changeType: 'created', evidence };
    const days = { occurredOn: 1, notifiedOn: 1, receivedOn: 1 };
    const value = { idempotencyKey: 'k', change: { ...change, ...days } };
    const result = read('Submission', writeBare('Submission', value));
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'illegal-value', details: { path: 'change.evidence.documents.1.type' } },
    });
    if (result.ok) throw new Error('unreachable');
    expect(
      `${result.error.message} ${result.error.stack} ${JSON.stringify(result.error)}`,
    ).not.toContain('Asha');
  });

  test.each([
    ['below its minimum', -1],
    ['above its maximum', 169],
  ])('is illegal-value when a number is %s', (_, hoursPerWeek) => {
    const income = { hoursPerWeek };
    expect(read('ChangeBody', writeBare('ChangeBody', { income }))).toMatchObject({
      ok: false,
      error: { code: 'illegal-value', details: { path: 'income.hoursPerWeek' } },
    });
  });

  test('is illegal-value when a text is not UTF-8', () => {
    const good = writeBare('Outcome', { ...outcome, reason: 'passported' });
    const bad = Buffer.from(good);
    bad[bad.indexOf('passported')] = 0xff;
    expect(read('Outcome', good)).toMatchObject({ ok: true });
    expect(read('Outcome', bad)).toMatchObject({
      ok: false,
      error: { code: 'illegal-value', details: { path: 'reason' } },
    });
  });

  test('is illegal-value when a truth value is neither 0 nor 1', () => {
    const bytes = writeBare('ChangeBody', { income: { expectedToLastFiveWeeks: true } });
    const at = bytes.lastIndexOf(1);
    bytes[at] = 2;
    expect(read('ChangeBody', bytes)).toMatchObject({ ok: false });
  });
});

describe('numbers of other writers', () => {
  const reader = {
    type: 'record',
    namespace: 'told',
    name: 'R',
    fields: [{ name: 'n', type: 'double' }],
  };
  const decoder = createRecordDecoder('R', reader);

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuse %p', (n) => {
    const bytes = avsc.Type.forSchema(reader as never).toBuffer({ n });
    expect(decoder.readerFor(ID, reader)(Buffer.concat([header, bytes]))).toMatchObject({
      ok: false,
      error: { code: 'illegal-value', details: { path: 'n' } },
    });
  });
});

describe('bytes that are no record', () => {
  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['less than a header', Buffer.from([0, 0, 0, 0])],
    ['another magic byte', Buffer.concat([Buffer.from([1, 0, 0, 0, ID]), Buffer.alloc(60)])],
    ['schema id 0', Buffer.alloc(60)],
    [
      'a negative schema id',
      Buffer.concat([Buffer.from([0, 255, 255, 255, 255]), Buffer.alloc(60)]),
    ],
  ])('are undecodable and ask no registry: %s', async (_, value) => {
    const source: SchemaSource = {
      idOf: async () => ID,
      schemaOf: () => Promise.reject(new Error('asked')),
    };
    const codec = await openCodecFrom(source, [{ topic: 't', schema: 'Outcome' }]);
    expect(await codec.decode('Outcome', [value])).toMatchObject([
      { ok: false, error: { code: 'undecodable' } },
    ]);
  });

  test('are refused at once when they claim a thousand million items', () => {
    const [before] = [
      writeBare('SubmissionResult', { idempotencyKey: 'k', status: 'accepted', answeredAt: 1 }),
    ];
    const errorsAt = before.length - 2; // an empty list, then one byte of answeredAt
    const count = Buffer.from([0x80, 0xa8, 0xd6, 0xb9, 0x07]);
    const claim = Buffer.concat([before.subarray(0, errorsAt), count, Buffer.alloc(20)]);
    const startedAt = performance.now();
    expect(read('SubmissionResult', claim)).toMatchObject({
      ok: false,
      error: { code: 'undecodable' },
    });
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test('are undecodable when their schema is another record or no schema', () => {
    const value = writeBare('Outcome', outcome);
    for (const writer of [schemas.Interest, { type: 'nonsense' }]) {
      expect(read('Outcome', value, writer)).toMatchObject({
        ok: false,
        error: { code: 'undecodable' },
      });
    }
  });
});

describe('records of another version of the schema', () => {
  const fields = schemas.Outcome['fields'] as { name: string }[];

  test('are read with defaults for what their writer did not know', () => {
    const older = {
      ...schemas.Outcome,
      fields: fields.filter(({ name }) => name !== 'effectiveOn'),
    };
    const bytes = avsc.Type.forSchema(older as never).toBuffer(outcome);
    const result = read('Outcome', Buffer.concat([header, bytes]), older);
    expect(result).toMatchObject({
      ok: true,
      value: { effectiveOn: null, businessDate: '2010-05-13' },
    });
  });

  const newer = {
    ...schemas.Outcome,
    fields: [
      { name: 'notes', type: { type: 'array', items: 'string' }, default: [] },
      ...fields,
      { name: 'remark', type: ['null', 'string'], default: null },
    ],
  };

  test('are read without what their reader does not know', () => {
    const bytes = avsc.Type.forSchema(newer as never).toBuffer({
      ...outcome,
      notes: ['a'],
      remark: 'r',
    });
    const result = read('Outcome', Buffer.concat([header, bytes]), newer);
    expect(result).toMatchObject({
      ok: true,
      value: { kind: 'applied', effectiveOn: '2010-05-17' },
    });
    expect(result.ok && Object.keys(result.value as object)).not.toContain('remark');
  });

  test('are judged by the reader, place included, and bounded while skipping', () => {
    const type = avsc.Type.forSchema(newer as never);
    const illegal = type.toBuffer({ ...outcome, kind: 'ignored', notes: [], remark: null });
    expect(read('Outcome', Buffer.concat([header, illegal]), newer)).toMatchObject({
      ok: false,
      error: { code: 'illegal-value', details: { path: 'kind' } },
    });
    const claim = Buffer.concat([
      header,
      Buffer.from([0x80, 0xa8, 0xd6, 0xb9, 0x07]),
      Buffer.alloc(9),
    ]);
    expect(read('Outcome', claim, newer)).toMatchObject({
      ok: false,
      error: { code: 'undecodable' },
    });
  });
});

describe('ids not met before', () => {
  const value = writeBare('Outcome', outcome);
  const open = (schemaOf: SchemaSource['schemaOf']) =>
    openCodecFrom({ idOf: async () => 1, schemaOf }, [{ topic: 't', schema: 'Outcome' }]);

  test('are fetched once, however many callers wait and come later', async () => {
    let fetches = 0;
    const codec = await open(async () => {
      fetches += 1;
      return schemas.Outcome;
    });
    await Promise.all([1, 2, 3].map(() => codec.decode('Outcome', [value, value])));
    const [result] = await codec.decode('Outcome', [value]);
    expect([fetches, result?.ok]).toEqual([1, true]);
  });

  test('that the registry cannot give reject the whole batch, and are asked again next time', async () => {
    let down = true;
    const codec = await open(async () => {
      if (down) throw new CodecError('registry-unavailable');
      return schemas.Outcome;
    });
    await expect(codec.decode('Outcome', [value])).rejects.toMatchObject({ retryable: true });
    down = false;
    expect(await codec.decode('Outcome', [value])).toMatchObject([{ ok: true, schemaId: ID }]);
  });
});
