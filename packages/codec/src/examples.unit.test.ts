import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fastify from 'fastify';
import { createLocalSource } from './codec/local-source.ts';
import type { RecordName } from './codec/open-codec.ts';
import { openCodecFrom } from './codec/open-codec.ts';
import { schemas } from './generated/schemas.ts';
import type { NamedTypes } from './generated/types.ts';
import { jsonSchemaFor } from './json-schema-for.ts';

const dir = path.join(import.meta.dirname, '../../../schemas/examples');
const names = Object.keys(schemas) as RecordName[];
const fileOf = (name: string): string =>
  `${name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.json`;
const readExample = (name: RecordName) =>
  JSON.parse(readFileSync(path.join(dir, fileOf(name)), 'utf8')) as Record<string, unknown>;

/** Judged by the validator that the services' HTTP uses, with its usual settings and those of a strict service. */
async function judge(name: keyof NamedTypes, body: unknown) {
  const app = fastify({
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true } },
  });
  app.post('/', { schema: { body: jsonSchemaFor(name) } }, async (request) => request.body);
  const response = await app.inject({ method: 'POST', url: '/', payload: body as object });
  await app.close();
  return { status: response.statusCode, body: response.json() as unknown };
}

test('every record has an example, and every example a record', () => {
  expect(readdirSync(dir).sort()).toEqual(names.map(fileOf).sort());
});

describe.each(names)('the example of %s', (name) => {
  test('survives the codec', async () => {
    const codec = await openCodecFrom(createLocalSource(), [{ topic: 't', schema: name }]);
    const example = readExample(name);
    const value = name === 'ClaimantChange' ? { ...example, body: fromBase64(example) } : example;
    const [decoded] = await codec.decode(name, [codec.encoder(name, 't')(value as never)]);
    expect(decoded).toEqual({ ok: true, value: expect.objectContaining(value), schemaId: 1 });
  });

  test('is what its JSON Schema allows, and nothing else is', async () => {
    const example = readExample(name);
    expect(await judge(name, example)).toEqual({ status: 200, body: example });
    expect((await judge(name, { ...example, surprise: 1 })).status).toBe(400);
  });
});

describe('a JSON Schema', () => {
  test('fills nullable fields with null, so that a short body is a whole record', async () => {
    const { status, body } = await judge('Income', { who: 'claimant', kind: 'employed' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ who: 'claimant', kind: 'employed', netPence: null, endOn: null });
  });

  test.each([
    ['a day that does not exist', { startOn: '2010-02-30' }],
    ['a word outside the list', { who: 'neighbour' }],
    ['a number as text', { netPence: '9280' }],
    ['a number above its maximum', { hoursPerWeek: 169 }],
    ['a fraction of a penny', { netPence: 0.5 }],
  ])('refuses %s', async (_, change) => {
    expect((await judge('Income', change)).status).toBe(400);
  });
});

const fromBase64 = (example: Readonly<Record<string, unknown>>): Buffer =>
  Buffer.from(example['body'] as string, 'base64');
