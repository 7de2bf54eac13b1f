import { describe, expect, test } from '@jest/globals';
import { BenefitsError } from '../errors.ts';
import { findScheme, SCHEMES } from '../schemes/find-scheme.ts';
import ctb from './ctb-2010-11.json' with { type: 'json' };
import jsa from './jsa-ib-2010-11.json' with { type: 'json' };

/** Every object that states a figure, with its path. */
function listFigures(node: unknown, path: string): readonly (readonly [string, object])[] {
  if (typeof node !== 'object' || node === null) return [];
  const isFigure = 'value' in node || 'numerator' in node || 'from' in node;
  return isFigure
    ? [[path, node]]
    : Object.entries(node).flatMap(([key, child]) => listFigures(child, `${path}.${key}`));
}

describe('rates', () => {
  const figures = [...listFigures(ctb, 'ctb'), ...listFigures(jsa, 'jsa')];

  test.each(figures)('%s has its source beside it', (_path, figure) => {
    expect(figure).toHaveProperty('source');
  });

  test('what no source has confirmed is marked', () => {
    const unverified = figures.filter(([, figure]) => 'unverified' in figure).map(([path]) => path);
    expect(unverified).toEqual([
      'ctb.perWeek.monthly',
      'ctb.perWeek.yearly',
      'jsa.perWeek.monthly',
      'jsa.perWeek.yearly',
    ]);
  });

  test('every scheme is found by its id, and no other', () => {
    expect(SCHEMES.map(({ id }) => id)).toEqual([
      'ctb-2010-11',
      'jsa-ib-2010-11',
      'ctb',
      'jsa-ib',
    ]);
    expect(findScheme('ctb-2010-11').title).toBe('Council tax benefit 2010/11, working age');
    expect(() => findScheme('uc')).toThrow(BenefitsError);
  });
});
