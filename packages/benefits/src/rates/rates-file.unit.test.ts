import { describe, expect, test } from '@jest/globals';
import { BenefitsError } from '../errors.ts';
import shipped from './ctb-2010-11.json' with { type: 'json' };
import { readRates } from './rates-file.ts';

type Edit = (rates: typeof shipped & Record<string, unknown>) => void;

/** The field that is named for rates changed by an edit; null when they are read. */
function fieldOf(edit: Edit): unknown {
  const rates = structuredClone(shipped) as Parameters<Edit>[0];
  edit(rates);
  try {
    readRates(shipped, rates);
    return null;
  } catch (error) {
    if (!(error instanceof BenefitsError)) throw error;
    expect(error.code).toBe('invalid-rates');
    return error.details['field'];
  }
}

describe('rates of another year', () => {
  test('are read with every figure changed', () => {
    expect(
      fieldOf((rates) => {
        rates.scheme = 'ctb-2012-13';
        rates.pence.personalAllowanceCouple.value = 11_145;
        Object.assign(rates.pence.personalAllowanceCouple, { unverified: true });
      }),
    ).toBeNull();
  });

  test.each<[string, Edit]>([
    ['/pence/personalAllowanceCouple/value', (r) => (r.pence.personalAllowanceCouple.value = -1)],
    ['/pence/personalAllowanceCouple/value', (r) => (r.pence.personalAllowanceCouple.value = 1.5)],
    ['/pence/personalAllowanceCouple/source', (r) => (r.pence.personalAllowanceCouple.source = '')],
    [
      '/pence/personalAllowanceChild',
      (r) => Reflect.deleteProperty(r.pence, 'personalAllowanceChild'),
    ],
    ['/pence/bonus', (r) => Object.assign(r.pence, { bonus: { value: 1, source: 'none' } })],
    ['/taper/denominator', (r) => (r.taper.denominator = 0)],
    ['/period', (r) => Object.assign(r, { period: null })],
    ['/hours', (r) => Object.assign(r, { hours: [] })],
  ])('%s is named', (field, edit) => {
    expect(fieldOf(edit)).toBe(field);
  });

  test('that are no object at all are refused', () => {
    expect(() => readRates(shipped, null)).toThrow(BenefitsError);
    expect(() => readRates(shipped, [shipped])).toThrow(BenefitsError);
  });
});
