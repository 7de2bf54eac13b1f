import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Transaction } from '@told/service';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { raiseVersions } from '../interests/queries.ts';
import { lockSubjects } from './queries.ts';
import { createSubjectViews, type SubjectViews } from './subject-view.ts';

let gateway: TestGateway;
let number = 0;
let asha: TestPerson;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  await gateway.emptyOutbox();
});

/** The transaction, and the names of the statements that go through it. */
function listen(tx: Transaction): { readonly tx: Transaction; readonly names: string[] } {
  const names: string[] = [];
  return {
    names,
    tx: {
      ...tx,
      query: (statement, values) => {
        names.push(statement.name);
        return tx.query(statement, values);
      },
    },
  };
}

/** Reads the persons' views and says how many statements that took. */
const read = (views: SubjectViews, persons: readonly TestPerson[], isShared = true) =>
  gateway.db.transaction(async (tx) => {
    const locked = await lockSubjects(tx, persons.map(subjectKeyOf).sort());
    const listening = listen(tx);
    const read = await views.read(listening.tx, locked, isShared);
    const cases = persons.map((one) =>
      read.get(subjectKeyOf(one))?.interests.map(({ caseReference }) => caseReference),
    );
    return { cases, statements: listening.names.length };
  });

describe('what is remembered of a subject', () => {
  test('is used while the version stays, and read again when it has moved', async () => {
    const views = createSubjectViews();
    await gateway.register({ person: asha, caseReference: `V-${number}` });
    expect(await read(views, [asha])).toEqual({ cases: [[`V-${number}`]], statements: 3 });
    expect(await read(views, [asha])).toEqual({ cases: [[`V-${number}`]], statements: 0 });
    await gateway.register({ person: asha, caseReference: `W-${number}` });
    expect(await read(views, [asha])).toEqual({
      cases: [[`V-${number}`, `W-${number}`]],
      statements: 3,
    });
  });

  test('is never what a transaction read that may have written it', async () => {
    const views = createSubjectViews();
    await gateway.register({ person: asha, caseReference: `V-${number}` });
    await read(views, [asha], false);
    expect((await read(views, [asha])).statements).toBe(3);
  });

  test('is never what a transaction read after it may have written, though it is rolled back', async () => {
    const views = createSubjectViews();
    await gateway.register({ person: asha, caseReference: `V-${number}` });
    const key = subjectKeyOf(asha);
    const rolledBack = gateway.db.transaction(async (tx) => {
      await views.read(tx, await lockSubjects(tx, [key], { toChange: true }), false);
      await raiseVersions(tx, [key]);
      await views.read(tx, await lockSubjects(tx, [key]), true);
      throw new RangeError('a later record of the batch failed');
    });
    await expect(rolledBack).rejects.toThrow(RangeError);
    // Takes the very version that was rolled back.
    await gateway.register({ person: asha, caseReference: `W-${number}` });
    expect((await read(views, [asha])).cases).toEqual([[`V-${number}`, `W-${number}`]]);
  });

  test('is of so many subjects at most, those used last', async () => {
    const views = createSubjectViews(2);
    const others = [1, 2].map((one) => makePerson(100_000 * one + number));
    const [ben, cleo] = others as [TestPerson, TestPerson];
    await read(views, [asha]);
    await read(views, [ben]);
    await read(views, [asha]);
    await read(views, [cleo]);
    expect((await read(views, [asha])).statements).toBe(0);
    expect((await read(views, [ben])).statements).toBe(3);
  });
});

test('the number of statements does not depend on the number of changes, and known subjects cost none of their own', async () => {
  const persons = Array.from({ length: 20 }, (_, index) => makePerson(200_000 + index));
  await gateway.register(
    ...persons.map((person, index) => ({ person, caseReference: `S-${index}` })),
  );
  const decide = (sequence: number, some: readonly TestPerson[]) =>
    gateway.db.transaction(async (tx) => {
      const listening = listen(tx);
      const records = some.map((one) => gateway.recordOf(makeChange(one, sequence)));
      await gateway.handle(listening.tx, records);
      // What travels together is told in no order.
      return listening.names.toSorted();
    });
  await decide(1, persons);
  const one = await decide(2, persons.slice(0, 1));
  const many = await decide(2, persons.slice(1));
  expect(many).toEqual(one);
  expect(one).toEqual([
    'gateway_insert_decision_recipients',
    'gateway_insert_decisions',
    'gateway_insert_releases',
    'gateway_keep_changes',
    'gateway_lock_cases',
    'gateway_lock_subjects_shared',
    'gateway_lock_suspensions_shared',
    'gateway_move_cases',
    'outbox_insert',
    'sequence_move',
  ]);
});
