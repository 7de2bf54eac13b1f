import { describe, expect, test } from '@jest/globals';
import { findScheme, SCHEMES } from '@told/benefits';
import { listFigures } from './list-figures.ts';
import { renderBenefitPage } from './render-benefit-page.ts';

const source = 'made up';

describe('a figure of a rates file', () => {
  test.each<[string, unknown, string]>([
    ['pence', { pence: { carerPremium: { value: 3005, source } } }, 'carer premium = £30.05'],
    ['hours', { hours: { work: { value: 16, source } } }, 'work = 16 hours'],
    ['another section', { steps: { most: { value: 3, source } } }, 'steps, most = 3'],
    [
      'a ratio',
      { perWeek: { 'four-weekly': { numerator: 1, denominator: 4, source } } },
      'per week, four-weekly = × 1 ÷ 4',
    ],
    [
      'a period',
      { period: { from: '2010-04-01', to: '2011-03-31', source } },
      'period = from 2010-04-01, to 2011-03-31',
    ],
    ['a word', { reading: { value: 'strict', source } }, 'reading = strict'],
    [
      'a band',
      { bands: { single: { band2: { percent: 75, from: 11_982, to: 16_445, source } } } },
      'bands, single, band 2 = 75 %: £119.82 to £164.45',
    ],
    [
      'a band without an end',
      { bands: { single: { none: { percent: 0, from: 29_369, source } } } },
      'bands, single, none = 0 %: £293.69 and more',
    ],
  ])('%s', (_name, rates, expected) => {
    const figures = listFigures({ scheme: 'x', title: 'y', ...(rates as object) });
    expect(figures.map(({ name, value }) => `${name} = ${value}`)).toEqual([expected]);
  });

  test('is marked when no source has confirmed it', () => {
    const marks = listFigures({
      a: { value: 1, source, unverified: true },
      b: { value: 2, source },
    });
    expect(marks.map(({ unverified }) => unverified)).toEqual([true, false]);
  });
});

describe('the page of rules', () => {
  const council = findScheme('ctr-central-bedfordshire');

  test('names every rule, cliff and gap of every scheme', () => {
    const page = renderBenefitPage(SCHEMES, [], new Map());
    for (const scheme of SCHEMES) {
      for (const { says } of [
        ...scheme.rules,
        ...(scheme.cliffs ?? []),
        ...(scheme.notModelled ?? []),
      ]) {
        expect(page).toContain(says.replaceAll('|', '\\|'));
      }
    }
  });

  test('marks what is unverified, rules and figures, and counts it', () => {
    const rules = [
      { name: 'a', says: 'A.', source, unverified: true },
      { name: 'b', says: 'B.', source },
    ];
    const rates = new Map([['x', { pence: { one: { value: 1, source, unverified: true } } }]]);
    const scheme = { ...council, id: 'x', title: 'X', rules, cliffs: [], notModelled: [] };
    const page = renderBenefitPage([scheme], [], rates);
    expect(page).toContain('| `a` | A. | made up · **unverified** |');
    expect(page).toContain('| `b` | B. | made up |');
    expect(page).toContain('| one | £0.01 | made up · **unverified** |');
    expect(page).toContain('| [X](#x-x) | `x` | 2 | 1 rule, 1 figure |');
    expect(page).not.toContain('### Cliffs');
  });

  test('puts the years of a series together', () => {
    const page = renderBenefitPage(SCHEMES, [], new Map());
    expect(page).toMatch(/^\| \[Council tax benefit, all years\].*`ctb`, `ctb-2010-11`/m);
    expect(page).not.toMatch(/^## .*: ctb-2010-11$/m);
  });

  test('refuses rates of no scheme', () => {
    expect(() => renderBenefitPage(SCHEMES, [], new Map([['other', {}]]))).toThrow(
      'other has rates and is no scheme',
    );
  });
});
