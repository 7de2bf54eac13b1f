import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DatabaseError } from '@told/service';
import { makeDistinctPerson } from '../../test/distinct-person.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { digestsOf, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { bucketsOf } from './digest-sets.ts';
import { createLinkPending } from './link-pending.ts';
import { moveMatches } from './move-matches.ts';

let gateway: TestGateway;
let number = 7000;
beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

const nextPerson = (): TestPerson => {
  number += 1;
  return makeDistinctPerson(number);
};
const told = (person: TestPerson) => ({
  subjectKey: subjectKeyOf(person),
  identityDigests: digestsOf(person),
  identityDigestsBefore: null,
});
const countSets = async (person: TestPerson): Promise<number> => {
  const [row] = await gateway.rows<{ count: number }>(
    'SELECT count(*) AS count FROM subject_digest WHERE subject_key = $1',
    [subjectKeyOf(person)],
  );
  return row?.count ?? 0;
};

describe('what is told of a person', () => {
  test('is remembered once, and costs nothing the third time', async () => {
    const person = nextPerson();
    const link = createLinkPending(gateway.interests);
    let statements = 0;
    const run = () =>
      gateway.db.transaction((tx) => {
        statements = 0;
        const query: typeof tx.query = (statement, values) => {
          statements += 1;
          return tx.query(statement, values);
        };
        return link({ ...tx, query }, [told(person)]);
      });
    await run();
    await run();
    expect(await countSets(person)).toBe(1);
    await run();
    expect(statements).toBe(0);
  });

  test('is told again after a transaction that was rolled back, also one that looked twice', async () => {
    const person = nextPerson();
    const link = createLinkPending(gateway.interests);
    const failed = gateway.db.transaction(async (tx) => {
      await link(tx, [told(person)]);
      await link(tx, [told(person)]);
      throw new DatabaseError('statement-failed');
    });
    await expect(failed).rejects.toThrow(DatabaseError);
    expect(await countSets(person)).toBe(0);
    await gateway.db.transaction((tx) => link(tx, [told(person)]));
    expect(await countSets(person)).toBe(1);
  });

  test('is forgotten in memory beyond its bound, and known again from the database', async () => {
    const [one, other] = [nextPerson(), nextPerson()];
    const link = createLinkPending(gateway.interests, 1);
    for (const person of [one, other, one, other, one]) {
      await gateway.db.transaction((tx) => link(tx, [told(person)]));
    }
    expect(await countSets(one)).toBe(1);
  });

  test('is the surviving subject’s once two are one', async () => {
    const [one, other] = [nextPerson(), nextPerson()];
    const link = createLinkPending(gateway.interests);
    await gateway.db.transaction((tx) => link(tx, [told(one), told(other)]));
    const merge = { from: subjectKeyOf(one), into: subjectKeyOf(other) };
    await gateway.db.transaction((tx) => moveMatches(tx, merge));
    await gateway.db.transaction((tx) => moveMatches(tx, merge));
    expect([await countSets(one), await countSets(other)]).toEqual([0, 2]);
  });
});

test('whoever the ladder would match shares a bucket: a birth date, or postcode and surname prefix', () => {
  const person = nextPerson();
  const same = bucketsOf(digestsOf({ ...nextPerson(), birthDate: person.birthDate ?? null }));
  const neighbour = bucketsOf(
    digestsOf({
      ...person,
      birthDate: '1901-01-01',
      forename: 'Ben',
      surname: `${person.surname}s`,
    }),
  );
  const mine = bucketsOf(digestsOf(person));
  expect(mine).toHaveLength(2);
  expect(same[0]).toBe(mine[0]);
  expect(neighbour[1]).toBe(mine[1]);
  expect(bucketsOf(digestsOf({ ...person, birthDate: null, postcode: null }))).toEqual([]);
});
