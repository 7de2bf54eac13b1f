import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredRecord } from '@told/event-log';
import { releaseIdOf, takingBackIdOf } from '@told/identity';
import { given, type History, idOf } from '../../test/make-history.ts';
import { openReconciliation, type TestReconciliation } from '../../test/open-reconciliation.ts';

let open: TestReconciliation;
let make: History;

beforeAll(async () => {
  open = await openReconciliation();
  make = open.history;
});
afterAll(() => open.close());
beforeEach(() => open.clear());

const refused = { agency: 'jobcentre', verdict: 'refused' };

describe('what takes back and no decision names', () => {
  const released = (more: object = {}) => [
    make.told(1),
    make.interested('luton'),
    make.interested('jobcentre'),
    make.decided(1, 1, [given('luton', 1, more)]),
    make.answered('luton', 1),
  ];
  const consented = { fields: ['income.netPence', 'income.employer'], consents: 1 };

  test.each([
    ['a recalled link', {}, takingBackIdOf(idOf('rel', 1), 'do-not-rely', [])],
    ['an erasure', {}, takingBackIdOf(idOf('rel', 1), 'erased', [])],
    ['a withdrawal', consented, takingBackIdOf(idOf('rel', 1), 'withdrawn', ['income.employer'])],
    [
      'a withdrawal of everything',
      consented,
      takingBackIdOf(idOf('rel', 1), 'withdrawn', consented.fields),
    ],
    ['a correction that takes several back', {}, releaseIdOf(idOf('dec', 1_001), idOf('rel', 1))],
    ['an empty place that was filled', {}, releaseIdOf(idOf('rel', 1), '1')],
  ])('is known once it is answered: %s', async (_name, more, id) => {
    await open.enter(...released(more), make.answered('luton', id));
    expect(await open.kinds()).toEqual([]);
    expect((await open.report()).totals).toMatchObject({
      takenBack: 1,
      takenBackAnswered: 1,
      answered: 1,
    });
    // A second answer to it is one, and a third with the same number is not.
    await open.enter(
      make.answered('luton', id, 2),
      make.answered('luton', id, 2, { kind: 'disputed' }),
    );
    expect(await open.kinds()).toEqual(['answered-twice']);
  });

  test('is known when the decision comes after the answer', async () => {
    const [told, interested, , decided, answered] = released();
    const back = make.answered('luton', takingBackIdOf(idOf('rel', 1), 'do-not-rely', []));
    await open.enter(...([told, interested, answered, back] as StoredRecord[]));
    expect(await open.kinds()).toEqual(['answer-unexplained', 'answer-unexplained', 'undecided']);
    await open.enter(decided as StoredRecord);
    expect(await open.kinds()).toEqual([]);
  });

  test.each(['do-not-rely', 'erased'])(
    'is known, %s, once the case was forgotten',
    async (kind) => {
      await open.enter(
        ...released(),
        make.answered('luton', takingBackIdOf(idOf('rel', 1), kind, [])),
      );
      await open.audit.asOwner(
        'UPDATE entry SET case_references = NULL, subject_key = NULL, salt = NULL',
      );
      expect(await open.kinds()).toEqual([]);
    },
  );

  test.each([
    ['of another agency', 'jobcentre', takingBackIdOf(idOf('rel', 1), 'do-not-rely', [])],
    ['of fields that it never had', 'luton', takingBackIdOf(idOf('rel', 1), 'withdrawn', ['a.b'])],
    ['of nothing', 'luton', takingBackIdOf(idOf('rel', 5), 'do-not-rely', [])],
  ])('is not made up: %s', async (_name, agency, id) => {
    await open.enter(...released(consented), make.answered(agency, id));
    expect(await open.kinds()).toEqual(['answer-unexplained']);
    await open.enter(make.told(2), make.decided(2, 1, [refused]));
    expect(await open.kinds()).toEqual(['answer-unexplained']);
  });

  test('is found among more answers than are looked at at once', async () => {
    const many = Array.from({ length: 450 }, (_, of) => make.answered('luton', 1_000 + of));
    const back = make.answered('luton', takingBackIdOf(idOf('rel', 1), 'do-not-rely', []));
    await open.enter(...many, ...released());
    await open.report();
    await open.enter(back);
    await open.report();
    expect((await open.report()).totals).toMatchObject({ takenBack: 1, differences: 450 });
  });
});
