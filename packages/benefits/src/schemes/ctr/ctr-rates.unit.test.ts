import { describe, expect, test } from '@jest/globals';
import central from '../../rates/ctr-central-bedfordshire.json' with { type: 'json' };
import luton from '../../rates/ctr-luton.json' with { type: 'json' };
import { createSchemeWithRates } from '../find-scheme.ts';
import type { Band, BandTable } from './ctr-rates.ts';
import { CTR_CASE, householdOf, percentOf } from './sample-ctr-cases.ts';

const TABLES: readonly (readonly [string, BandTable])[] = [
  ...Object.entries<BandTable>(central.bands),
  ...Object.entries<BandTable>(luton.bands),
];

describe.each(TABLES)('the bands of %s', (_name, table) => {
  const bands: readonly Band[] = Object.values(table);

  test('begin at nothing and follow each other without a gap or an overlap', () => {
    const expected = bands.map((_, index) =>
      index === 0 ? 0 : (bands[index - 1]?.to ?? Number.NaN) + 1,
    );
    expect(bands.map(({ from }) => from)).toEqual(expected);
  });

  test('take off less the more there is', () => {
    const percents = bands.map(({ percent }) => percent);
    expect(percents).toEqual([...new Set(percents)].sort((a, b) => b - a));
  });

  test('end only where nothing is taken off', () => {
    const endless = bands.filter(({ to }) => to === undefined);
    expect(endless.every(({ percent }) => percent === 0)).toBe(true);
  });

  test('each say where they were read', () => {
    expect(bands.every(({ source }) => source.includes('public page'))).toBe(true);
  });
});

describe('what no page confirms is marked', () => {
  test.each([
    ['central-bedfordshire', central],
    ['luton', luton],
  ])('%s', (_name, { period, pence, years, perWeek }) => {
    const figures = Object.entries({ period, ...pence, ...years, ...perWeek });
    const marked = figures.filter(([, figure]) => 'unverified' in figure).map(([name]) => name);
    expect(marked).toEqual([
      'period',
      'earningsDisregard',
      'capitalLowerLimit',
      'pensionAgeFrom',
      'monthly',
      'yearly',
    ]);
    expect(figures.every(([, { source }]) => source !== '')).toBe(true);
  });
});

describe('the rates of another year', () => {
  test('are a file of the same shape', () => {
    const period = { ...luton.period, from: '2021-04-01', to: '2022-03-31' };
    const given = { ...luton, scheme: 'ctr-luton-2021-22', period };
    const scheme = createSchemeWithRates('ctr-luton', given);
    expect(scheme.covers(CTR_CASE)).toEqual({ from: '2021-04-01', to: '2022-03-31' });
  });

  test('move the limits', () => {
    const { single } = central.bands;
    const band1 = { ...single.band1, to: 12_999 };
    const band2 = { ...single.band2, from: 13_000 };
    const bands = { ...central.bands, single: { ...single, band1, band2 } };
    const scheme = createSchemeWithRates('ctr-central-bedfordshire', { ...central, bands });
    expect(percentOf(scheme, householdOf('single', 0, 12_999))).toBe(100);
    expect(percentOf(scheme, householdOf('single', 0, 13_000))).toBe(75);
  });

  test('take off no more than the whole tax', () => {
    const { disabledCarerFamily } = luton.bands;
    const band1 = { ...disabledCarerFamily.band1, percent: 101 };
    const given = { ...luton, bands: { disabledCarerFamily: { ...disabledCarerFamily, band1 } } };
    expect(() => createSchemeWithRates('ctr-luton', given)).toThrow(
      expect.objectContaining({
        code: 'invalid-rates',
        details: { field: '/bands/disabledCarerFamily/band1/percent' },
      }),
    );
  });

  test('state every band', () => {
    const { band5: _band5, ...disabledCarerFamily } = luton.bands.disabledCarerFamily;
    const given = { ...luton, bands: { disabledCarerFamily } };
    expect(() => createSchemeWithRates('ctr-luton', given)).toThrow(
      expect.objectContaining({
        code: 'invalid-rates',
        details: { field: '/bands/disabledCarerFamily/band5' },
      }),
    );
  });
});
