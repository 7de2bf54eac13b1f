import { describe, expect, test } from '@jest/globals';
import { SMALL_SCENARIO } from '../../test/small-scenario.ts';
import { readScenario } from './read-scenario.ts';
import { runScenario } from './run-scenario.ts';

const run = (text: string) => runScenario(readScenario('small', text));
const change = (what: string, into: string): string => {
  expect(SMALL_SCENARIO).toContain(what);
  return SMALL_SCENARIO.replace(what, into);
};

describe('running a scenario', () => {
  test('passes when every office answers and holds what is expected', () => {
    const { passed, checks } = run(SMALL_SCENARIO);
    expect(passed).toBe(true);
    expect(checks.map(({ step, office }) => `${step} ${office}`)).toEqual([
      'work central-bedfordshire',
      'end central-bedfordshire',
    ]);
  });

  test.each([
    ['the outcome', 'outcome: applied, ', 'outcome: no-change, '],
    ['the reason', 'outcome: applied, ', 'outcome: applied, reason: because, '],
    ['the day', 'from: 2010-05-17, overpaid', 'from: 2010-05-18, overpaid'],
    ['a penny of what was overpaid', '2010/11: 255 }', '2010/11: 254 }'],
    ['a sum in another year', '2010/11: 255 }', '2011/12: 255 }'],
    ['what was underpaid', 'overpaid', 'underpaid'],
    ['what stands in the record', 'stands: [work]', 'stands: []'],
    ['what waits for a person', 'stands: [work]', 'stands: [work]\n    waits: [work]'],
    ['a penny of the award', 'pence: 1653', 'pence: 1654'],
    ['a day of the award', 'to: 2010-05-16, pence', 'to: 2010-05-15, pence'],
    [
      'an answer that was not expected',
      'central-bedfordshire: { outcome: applied, from: 2010-05-17, overpaid: { 2010/11: 255 } }',
      '{}',
    ],
  ])('fails when it differs: %s', (_name, what, into) => {
    expect(run(change(what, into)).passed).toBe(false);
  });

  test('fails when an office that should answer is not told', () => {
    const { passed, checks } = run(change('by: jobcentre\n', 'by: jobcentre\n    to: []\n'));
    expect(passed).toBe(false);
    expect(checks[0]).toMatchObject({ step: 'work', actual: null });
  });

  test('holds DWP’s facts to what was used, and an office’s own to nothing', () => {
    const outcomeOf = (text: string) => run(text).checks[0]?.actual;
    const unused = change('by: jobcentre\n', 'by: jobcentre\n    usedOn: null\n');
    expect(outcomeOf(unused)).toMatchObject({ outcome: 'to-verify', reason: 'r2(3)(c)' });
    const told = change('by: jobcentre\n', 'by: luton\n    evidence: self-declared\n');
    expect(outcomeOf(told)).toMatchObject({ reason: 'evidence-self-declared' });
    expect(outcomeOf(told.replace('by: luton', 'by: central-bedfordshire'))).toMatchObject({
      outcome: 'applied',
    });
  });
});

test('an officer decides for the own office alone', () => {
  const { offices, steps, end } = readScenario('small', SMALL_SCENARIO);
  const office = offices['central-bedfordshire'];
  const [work] = steps;
  if (office === undefined || work?.action.kind !== 'told') {
    throw new RangeError('the scenario has an office, and begins with a fact');
  }
  const decision = { kind: 'decided', office: 'luton', changeId: 'work' } as const;
  const { checks } = runScenario({
    ...{ name: 'two', title: 'Two', story: 'Two', end },
    offices: { 'central-bedfordshire': office, luton: office },
    steps: [
      { ...work, action: { ...work.action, to: ['central-bedfordshire', 'luton'] } },
      { ...work, id: 'decision', action: { ...decision, decision: 'do-not-use' }, expect: {} },
    ],
  });
  expect(checks.filter(({ step }) => step === 'decision').map((check) => check.office)).toEqual([
    'luton',
  ]);
  expect(checks.filter(({ step }) => step === 'end').map(({ actual }) => actual)).toMatchObject([
    { stands: ['work'] },
    { stands: [] },
  ]);
});

describe('reading a scenario', () => {
  test.each([
    ['an unknown field', 'story:', 'tale:', 'small/tale'],
    ['a misspelt field of the case', 'singlePersonDiscount', 'singleDiscount', 'home/single'],
    ['a misspelt field of a fact', 'netPence', 'netPennies', 'income/netPennies'],
    ['a day that does not exist', 'on: 2010-05-12', 'on: 2010-02-30', 'steps/0/on'],
    ['no story', 'story: Asha starts work.', 'story: 3', 'small/story'],
    ['no office’s end', 'end:\n  central', 'end:\n  luton', 'small/end'],
    ['a strange office', 'expect:\n      central', 'expect:\n      west', 'expect/west'],
    ['two facts in one step', 'income: {', 'capital: {}\n    income: {', 'steps/0'],
    ['no fact', 'income: {', 'fact: {', 'steps/0/fact'],
    ['a range with neither pence nor question', ', pence: 2100', '', 'award'],
    ['a word that is none', 'by: jobcentre\n', 'by: luton\n    evidence: heard\n', 'evidence'],
    ['a weekday that is none', 'home:', 'jsaWeekEndsOn: someday\n      home:', 'jsaWeekEndsOn'],
  ])('refuses %s, and names its place', (_name, what, into, place) => {
    const read = () => readScenario('small', change(what, into));
    expect(read).toThrow(expect.objectContaining({ code: 'invalid-scenario' }));
    expect(read).toThrow(place);
  });

  test('refuses two steps of one id, which would be one change', () => {
    const step = SMALL_SCENARIO.slice(
      SMALL_SCENARIO.indexOf('  - id: work'),
      SMALL_SCENARIO.indexOf('end:'),
    );
    expect(() => readScenario('small', change(step, step + step))).toThrow('its own id');
  });
});
