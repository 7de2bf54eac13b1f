import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fieldsOf, minimise } from './minimise.ts';

const body = {
  address: null,
  income: { who: 'claimant', employer: 'Sample Stores', netPence: 0, endOn: null },
};

describe('fieldsOf', () => {
  test('names what was told, a zero included', () => {
    expect(fieldsOf('income', body)).toEqual(['income.who', 'income.employer', 'income.netPence']);
  });
  test('names nothing when nothing was told', () => {
    expect(fieldsOf('address', body)).toEqual([]);
    expect(fieldsOf('elsewhere', body)).toEqual([]);
  });
});

describe('minimise', () => {
  test('keeps the allowed fields and the shape', () => {
    expect(minimise(body, ['income.netPence'])).toEqual({
      address: null,
      income: { who: null, employer: null, netPence: 0, endOn: null },
    });
  });
  test('a fact of which nothing is left is null', () => {
    expect(minimise(body, ['address.role'])).toEqual({ address: null, income: null });
  });

  test('holds no field that is not allowed, whatever the body', () => {
    const name = fc.oneof(fc.constantFrom('who', 'netPence', '__proto__', 'toString'), fc.string());
    const fact = fc.dictionary(name, fc.jsonValue(), { maxKeys: 8 });
    fc.assert(
      fc.property(
        fc.record({ income: fc.option(fact), address: fc.option(fact) }),
        fc.array(fc.constantFrom('income.who', 'income.netPence', 'address.who'), { maxLength: 3 }),
        (told, names) => {
          const allowed: readonly string[] = names;
          const least = minimise(told, allowed);
          for (const kind of ['income', 'address'] as const) {
            for (const field of fieldsOf(kind, least)) expect(allowed).toContain(field);
            for (const field of fieldsOf(kind, told)) {
              if (allowed.includes(field)) expect(fieldsOf(kind, least)).toContain(field);
            }
          }
        },
      ),
    );
  });
});
