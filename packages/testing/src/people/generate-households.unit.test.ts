import { describe, expect, test } from '@jest/globals';
import { jsonSchemaFor } from '@told/codec';
import { parseNino } from '@told/identity';
import { createValidator } from '@told/service';
import fc from 'fast-check';
import { createFaultTally } from './count-faults.ts';
import { describeInterest } from './describe-cases.ts';
import { FAULT_NAMES, FAULTS, type FaultName } from './fault-rates.ts';
import { generateHouseholds, openHouseholds } from './generate-households.ts';

const AREA = { households: 20_000, seed: 7 };
const area = [...openHouseholds(AREA)];
const indexes = fc.integer({ min: 0, max: 999_999 });

describe('synthetic households', () => {
  test('the same seed gives the same people, another seed others', () => {
    const some = { households: 500, seed: 7 };
    expect([...openHouseholds(some)]).toEqual(area.slice(0, 500));
    expect([...openHouseholds({ ...some, seed: 8 })]).not.toEqual(area.slice(0, 500));
  });

  test('a household is the same whatever is generated besides, and in which order', () => {
    const whole = openHouseholds({ households: 1_000_000, seed: 7 });
    fc.assert(
      fc.property(indexes, (index) => {
        const alone = openHouseholds({ households: 1, seed: 7, first: index });
        expect([...alone]).toEqual([whole.at(index)]);
      }),
    );
    expect(area[19_999]).toEqual(whole.at(19_999));
  });

  test('another rate of one fault moves no other', () => {
    const without = [...openHouseholds({ ...AREA, households: 2_000, faults: { nickname: 0 } })];
    const others = (faults: readonly string[]) => faults.filter((name) => name !== 'nickname');
    expect(without.map(({ faults }) => faults)).toEqual(
      area.slice(0, 2_000).map(({ faults }) => others(faults)),
    );
  });

  test('every number is synthetic and belongs to one person, also the one that replaces it', () => {
    const numbers = area.flatMap(({ claimant, newNino }) => [claimant.nino, newNino ?? []].flat());
    const ninos = numbers.map((nino) => parseNino(nino, 'synthetic'));
    expect(ninos.every(({ ok }) => ok)).toBe(true);
    expect(new Set(ninos.map((nino) => nino.ok && nino.nino8)).size).toBe(numbers.length);
  });

  test('every property reference begins with 9999, and only neighbours share one', () => {
    const own = area.flatMap(({ uprn, spareUprn, move }) =>
      [uprn, spareUprn, move?.uprn ?? []].flat(),
    );
    expect(own.every((uprn) => /^9999\d{8}$/.test(uprn))).toBe(true);
    const shared = area.filter(({ faults }) => faults.includes('sharedUprn'));
    expect(new Set(own).size).toBe(own.length - shared.length);
    for (const { index, uprn, council } of shared) {
      expect(area[index - 1]).toMatchObject({ uprn, council, liablePersons: 2 });
    }
  });

  test('postcodes lie in the area and are synthetic', () => {
    const codes = area.flatMap(({ recorded }) => [recorded.council, recorded.jobcentre]);
    expect(
      codes.filter(({ postcode }) => !/^(LU[1-7]|MK45|SG1[58]) 0[A-Z]{2}$/.test(postcode)),
    ).toEqual([]);
  });

  test('persons are such as intake takes', () => {
    const validate = createValidator(jsonSchemaFor('Person'));
    const persons = area.flatMap(({ claimant, recorded }) => [
      claimant,
      ...Object.values(recorded),
    ]);
    expect(persons.flatMap((one) => validate(one))).toEqual([]);
  });

  test('faults come out at their rates', () => {
    const tally = createFaultTally();
    for (const household of area) tally.add(household);
    const counts = tally.counts();
    for (const name of FAULT_NAMES.filter((one) => FAULTS[one].of !== 'lines')) {
      const { rate } = FAULTS[name];
      const { drawn, hit } = counts[name];
      // Four standard deviations of a binomial count: one seed in some thousands would be outside.
      const spread = 4 * Math.sqrt(drawn * rate * (1 - rate));
      expect([name, drawn]).toEqual([name, expect.any(Number)]);
      expect(drawn).toBeGreaterThan(4_000);
      expect([name, Math.abs(hit - drawn * rate) <= spread]).toEqual([name, true]);
    }
  });

  test('each fault shows in what the offices have written down', () => {
    const wrong = area.filter(({ claimant, recorded, faults }) => {
      const written = [recorded.council, recorded.jobcentre];
      const shows = (field: keyof typeof claimant, ...by: readonly FaultName[]) =>
        written.filter((one) => one[field] !== claimant[field]).length > 0 ===
        faults.some((fault) => by.includes(fault));
      return !(
        shows('nino', 'ninoSuffixMissing') &&
        shows('birthDate', 'birthDaySwapped') &&
        shows('surname', 'maidenName', 'hyphenApostrophe') &&
        shows('forename', 'nickname') &&
        shows('postcode', 'oldAddress')
      );
    });
    expect(wrong).toEqual([]);
  });

  test('twins differ by number and forename alone', () => {
    const twins = area.filter(({ faults }) => faults.includes('twins'));
    expect(twins.length).toBeGreaterThan(0);
    for (const { index, claimant } of twins) {
      const { nino: _, forename: __, ...same } = claimant;
      expect(area[index - 1]?.claimant).toMatchObject(same);
      expect(area[index - 1]?.claimant.forename).not.toBe(claimant.forename);
    }
  });

  test('a plain area has one council and no fault', () => {
    const plain = generateHouseholds({ households: 2_000, seed: 7 });
    expect(plain.flatMap(({ faults }) => faults)).toEqual([]);
    expect(new Set(plain.map(({ council }) => council))).toEqual(new Set(['central-bedfordshire']));
    expect(plain.filter(({ claimant, recorded }) => recorded.council !== claimant)).toEqual([]);
  });

  test('an interest names the household’s own person', () => {
    const [first] = area;
    if (first === undefined) throw new Error('the area has people');
    expect(describeInterest(first, 'ctb-claimant', first.councilCase)).toMatchObject({
      person: { nino: first.recorded.council.nino },
      caseReference: first.councilCase,
    });
  });

  test('a rate that is no share, and a set beyond a million, are refused', () => {
    const open = (options: object) => () => openHouseholds({ households: 1, seed: 1, ...options });
    expect(open({ faults: { twins: 1.5 } })).toThrow('a rate is a share from 0 to 1; twins is 1.5');
    expect(open({ faults: { twins: Number.NaN } })).toThrow(RangeError);
    expect(open({ first: 1_000_000 })).toThrow('at most 1000000 households');
  });
});
