import { expect, test } from '@jest/globals';
import { listRequests, shareOut } from './requests.ts';

const TELLING = { firstPerson: 5, people: 7, turns: 3 };

test('every person is told of as often, each time under a key of its own', () => {
  const keys = listRequests(TELLING).map(({ key }) => key);
  expect(keys).toHaveLength(21);
  expect(new Set(keys).size).toBe(21);
  expect(keys[0]).toBe('bench-5-0');
  expect(keys[7]).toBe('bench-5-1');
});

test('a person belongs to one caller, who tells in the order of the turns', () => {
  const shares = shareOut(TELLING, 3);
  expect(shares.flat()).toHaveLength(21);
  for (const share of shares) {
    for (const person of new Set(share.map(({ key }) => key.split('-')[1]))) {
      const own = share.filter(({ key }) => key.split('-')[1] === person).map(({ key }) => key);
      expect(own).toEqual([0, 1, 2].map((turn) => `bench-${person}-${turn}`));
    }
  }
});

test('there are no more callers than people', () => {
  expect(shareOut(TELLING, 64)).toHaveLength(7);
});
