import { expect, test } from '@jest/globals';
import { CONSENTING, PEOPLE } from './people.ts';
import { planRound } from './tell-changes.ts';

const sequencesOf = (told: ReturnType<typeof planRound>, number: number): readonly number[] =>
  told.filter((one) => one.number === number).map(({ sequence }) => sequence);

test('each of those who withdraw is told of several times, in order, all along the round', () => {
  const told = planRound(0, 120, [0, 1, 2], 4);
  for (const number of [0, 1, 2]) expect(sequencesOf(told, number)).toEqual([1, 2, 3, 4]);
  const places = told.flatMap((one, at) => (one.number < CONSENTING ? [at] : []));
  expect(Math.max(...places)).toBeGreaterThan(100);
});

test('numbers the changes of a person through the rounds', () => {
  const others = PEOPLE - CONSENTING;
  expect(planRound(others - 1, 2, [], 4)).toEqual([
    { number: PEOPLE - 1, sequence: 1 },
    { number: CONSENTING, sequence: 2 },
  ]);
});
