import { describe, expect, test } from '@jest/globals';
import { BenefitsError } from '../errors.ts';
import { findScheme, SCHEMES } from '../schemes/find-scheme.ts';
import ctb from './ctb-2010-11.json' with { type: 'json' };
import ctb201112 from './ctb-2011-12.json' with { type: 'json' };
import jsa from './jsa-ib-2010-11.json' with { type: 'json' };
import jsa201112 from './jsa-ib-2011-12.json' with { type: 'json' };

/** Every object that states a figure, with its path. */
function listFigures(node: unknown, path: string): readonly (readonly [string, object])[] {
  if (typeof node !== 'object' || node === null) return [];
  const isFigure = 'value' in node || 'numerator' in node || 'from' in node;
  return isFigure
    ? [[path, node]]
    : Object.entries(node).flatMap(([key, child]) => listFigures(child, `${path}.${key}`));
}

describe('rates', () => {
  const figures = [
    ...listFigures(ctb, 'ctb'),
    ...listFigures(ctb201112, 'ctb-2011-12'),
    ...listFigures(jsa, 'jsa'),
    ...listFigures(jsa201112, 'jsa-2011-12'),
  ];

  test.each(figures)('%s has its source beside it', (_path, figure) => {
    expect(figure).toHaveProperty('source');
  });

  test.each(figures)('%s is marked where its source is only believed', (_path, figure) => {
    const { source = '' } = figure as { readonly source?: string };
    expect('unverified' in figure).toBe(source.includes('believed'));
  });

  test('every scheme is found by its id, and no other', () => {
    for (const scheme of SCHEMES) expect(findScheme(scheme.id)).toBe(scheme);
    expect(new Set(SCHEMES.map(({ id }) => id)).size).toBe(SCHEMES.length);
    expect(findScheme('ctb-2010-11').title).toBe('Council tax benefit 2010/11, working age');
    expect(() => findScheme('no-such-scheme')).toThrow(BenefitsError);
  });
});
