import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { standingOf } from './agreement.ts';
import { loadAgreements } from './load.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const FOLDER = path.join(ROOT, 'infra/agreements');

/** The facts and fields as the schemas have them. */
const facts: Record<string, readonly string[]> = Object.fromEntries(
  readdirSync(path.join(ROOT, 'schemas/facts')).map((file) => {
    const schema = JSON.parse(readFileSync(path.join(ROOT, 'schemas/facts', file), 'utf8'));
    const fact = schema.name.charAt(0).toLowerCase() + schema.name.slice(1);
    return [fact, schema.fields.map((field: { readonly name: string }) => field.name)];
  }),
);

describe('the agreements shipped', () => {
  test('are valid and in force on the first day of the example', async () => {
    const set = await loadAgreements(FOLDER, { set: '2010', facts });
    expect(set.agreements.map((one) => [one.id, standingOf(one, '2010-04-05')])).toEqual([
      ['council-to-dwp-jsa', 'in-force'],
      ['dwp-to-council-ctb', 'in-force'],
    ]);
    expect(set.hash).toMatch(/^[0-9a-f]{64}$/);
  });
  test('give the council every field but the name of the employer', async () => {
    const set = await loadAgreements(FOLDER, { set: '2010', facts });
    const council = set.agreements.find((one) => one.id === 'dwp-to-council-ctb');
    const withheld = Object.entries(facts).flatMap(([fact, names]) =>
      names
        .filter((name) => !council?.facts[fact]?.includes(name))
        .map((name) => `${fact}.${name}`),
    );
    expect(withheld).toEqual(['income.employer']);
  });
});

test('a set without files is unreadable, never empty', async () => {
  await expect(loadAgreements(FOLDER, { set: 'current', facts })).rejects.toMatchObject({
    code: 'agreements-unreadable',
    retryable: true,
  });
});
