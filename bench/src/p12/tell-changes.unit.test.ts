import { expect, test } from '@jest/globals';
import { CONSENTING, PEOPLE, personWithdrawing } from './people.ts';
import { countAbout, planRound } from './tell-changes.ts';

test('everybody is told of once, and then once more, in an order of its own', () => {
  const told = planRound(0, PEOPLE + 2);
  expect(new Set(told.slice(0, PEOPLE).map(({ number }) => number)).size).toBe(PEOPLE);
  expect(told.slice(PEOPLE)).toEqual([
    { number: told[0]?.number, sequence: 2 },
    { number: told[1]?.number, sequence: 2 },
  ]);
  expect(planRound(PEOPLE, 2)).toEqual(told.slice(PEOPLE));
});

test('nobody withdraws twice', () => {
  const withdrawing = Array.from({ length: CONSENTING }, (_, at) => personWithdrawing(at));
  expect(new Set(withdrawing).size).toBe(CONSENTING);
});

test('counts what was told of some', () => {
  const [first, second] = planRound(0, 2);
  expect(countAbout(new Set([first?.number ?? -1]), PEOPLE + 1)).toBe(2);
  expect(countAbout(new Set([second?.number ?? -1]), 1)).toBe(0);
});
