import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTwoNumbers, type TwoNumbers } from '../../test/two-numbers.ts';

let people: TwoNumbers;
beforeAll(async () => {
  people = await openTwoNumbers();
});
afterAll(() => people.close());
beforeEach(() => people.next());

const REFUSED = {
  status: 422,
  body: {
    code: 'nino-unchanged',
    errors: [{ pointer: '/identity/newNino', code: 'nino-unchanged' }],
  },
};
const CASE = { person: null, caseReference: 'OWN-1' };
const KEY = '0a1b2c3d';
const tell = (from: number, to: number, more: object = {}) =>
  people.intakeTell(`${KEY}-${people.ninoOf(0)}`, people.newNumber(from, to, more));

describe('a new number', () => {
  test('that is the one the person is named by is refused, and neither stored nor repeated', async () => {
    const { status, body } = await tell(1, 1);
    expect({ status, body }).toMatchObject(REFUSED);
    expect(JSON.stringify(body)).not.toContain(people.ninoOf(1).slice(2, 8));
    expect(await people.places()).toEqual([]);
  });

  test('that is the one the case is known by is refused, and another is not', async () => {
    await people.told('a', people.changeOf(1, { caseReference: CASE.caseReference }));
    expect(await tell(0, 1, CASE)).toMatchObject(REFUSED);
    await people.told('b', people.newNumber(0, 2, CASE));
    await people.told('c', people.changeOf(2));
    expect(await people.places()).toEqual([
      ['1', 1],
      ['1', 2],
      ['1', 3],
    ]);
  });

  test('that was told before, under the number before, is taken again', async () => {
    await people.told('a', people.newNumber(1, 2));
    await people.told('b', people.newNumber(1, 2));
    await people.told('c', people.changeOf(2));
    expect((await people.places()).at(-1)).toEqual(['1', 3]);
  });

  test('in a correction may be the one by which the person is named since', async () => {
    await people.told('a', people.newNumber(1, 2));
    const corrected = { changeType: 'corrected', previousChangeId: people.idOf('a') };
    await people.told('b', people.newNumber(2, 2, corrected));
    await people.told('c', people.changeOf(2));
    expect((await people.places()).at(-1)).toEqual(['1', 3]);
  });
});
