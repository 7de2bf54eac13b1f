import { describe, expect, test } from '@jest/globals';
import { jsonSchemaFor } from '@told/codec';
import { parseNino } from '@told/identity';
import { createValidator } from '@told/service';
import { generateChanges } from '../load/generate-changes.ts';
import { describeInterest } from './describe-cases.ts';
import { generateHouseholds } from './generate-households.ts';

const HOUSEHOLDS = 500;
const area = generateHouseholds({ households: HOUSEHOLDS, seed: 7 });
const load = (seed: number) => [
  ...generateChanges(area, {
    changes: 2_000,
    seed,
    council: 'central-bedfordshire',
    today: '2010-04-05',
  }),
];

describe('synthetic households', () => {
  test('the same seed gives the same people, another seed others', () => {
    expect(generateHouseholds({ households: HOUSEHOLDS, seed: 7 })).toEqual(area);
    expect(generateHouseholds({ households: HOUSEHOLDS, seed: 8 })).not.toEqual(area);
  });

  test('every number is synthetic and belongs to one person', () => {
    const ninos = area.map(({ claimant }) => parseNino(claimant.nino, 'synthetic'));
    expect(ninos.every(({ ok }) => ok)).toBe(true);
    expect(new Set(ninos.map((nino) => nino.ok && nino.nino8)).size).toBe(HOUSEHOLDS);
  });

  test('sets that begin where another ends share no person and no case', () => {
    const next = generateHouseholds({ households: 10, seed: 7, first: HOUSEHOLDS });
    const known = new Set(
      area.map(({ claimant, councilCase }) => `${claimant.nino} ${councilCase}`),
    );
    expect(
      next.some(({ claimant, councilCase }) => known.has(`${claimant.nino} ${councilCase}`)),
    ).toBe(false);
  });

  test('persons are such as intake takes', () => {
    const validate = createValidator(jsonSchemaFor('Person'));
    expect(area.flatMap(({ claimant }) => validate(claimant))).toEqual([]);
  });

  test('an interest names the household’s own person', () => {
    const [first] = area;
    if (first === undefined) throw new Error('the area has people');
    expect(describeInterest(first, 'ctb-claimant', first.councilCase)).toMatchObject({
      person: { nino: first.claimant.nino },
      caseReference: first.councilCase,
    });
  });
});

describe('the load about them', () => {
  test('the same seed gives the same notices', () => {
    expect(load(3)).toEqual(load(3));
    expect(load(4)).not.toEqual(load(3));
  });

  test('every notice keeps the schema of a change', () => {
    const validate = createValidator(jsonSchemaFor('SubmittedChange'));
    expect(load(3).flatMap(({ change }) => validate(change))).toEqual([]);
  });

  test('one in twenty is told twice, word for word, under the same key', () => {
    const told = Map.groupBy(
      load(3),
      ({ agency, idempotencyKey }) => `${agency} ${idempotencyKey}`,
    );
    const repeated = [...told.values()].filter(({ length }) => length > 1);
    expect(repeated.length).toBeGreaterThan(50);
    expect(repeated.length).toBeLessThan(150);
    for (const [first, ...others] of repeated)
      for (const other of others) expect(other).toEqual(first);
  });
});
