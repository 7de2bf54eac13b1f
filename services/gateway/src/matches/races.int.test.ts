import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Transaction } from '@told/service';
import { makeDistinctPerson } from '../../test/distinct-person.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { digestsOf, makeChange, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import type { Registration } from '../interests/interest.ts';
import { registerInterests } from '../interests/register-interests.ts';

let gateway: TestGateway;
let number = 5000;
beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

const QUIET_MS = 300;
const ROUNDS = 40;
const settlesWithin = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms)),
  ]);

const nextPerson = (): TestPerson => {
  number += 1;
  return makeDistinctPerson(number);
};
const caseOf = (person: TestPerson): string => `RACE-${person.nino8}`;
const registration = (person: TestPerson, more: Partial<Registration> = {}): Registration => ({
  ...{ agency: 'central-bedfordshire', capacity: 'ctb-claimant', caseReference: caseOf(person) },
  subjectKey: subjectKeyOf({ ...person, nino8: `random ${person.nino8}` }),
  state: 'pending',
  identityDigests: digestsOf(person),
  ...{ from: '2010-04-01', until: null, backFill: true },
  ...more,
});
const register =
  (...wanted: readonly Registration[]) =>
  (tx: Transaction) =>
    registerInterests(tx, wanted, gateway.interests);
const tell = (person: TestPerson) => (tx: Transaction) =>
  gateway.handle(tx, [gateway.recordOf(makeChange(person, 1))]);
const run = (work: (tx: Transaction) => Promise<unknown>) => gateway.db.transaction(work);

/** A transaction that has done its work and is not committed before `commit`. */
async function hold(work: (tx: Transaction) => Promise<unknown>) {
  const gate = Promise.withResolvers<void>();
  const worked = Promise.withResolvers<void>();
  const done = run(async (tx) => {
    await work(tx);
    worked.resolve();
    await gate.promise;
  });
  await Promise.race([worked.promise, done]);
  return {
    async commit() {
      gate.resolve();
      await done;
    },
  };
}

const linkOf = async (person: TestPerson) =>
  (
    await gateway.rows<{ state: string; reviews: number }>(
      `SELECT state, (SELECT count(*) FROM match_review r WHERE r.interest_id = i.interest_id) AS reviews
       FROM interest i WHERE case_reference = $1 AND subject_key = $2`,
      [caseOf(person), subjectKeyOf(person)],
    )
  )[0];

test('a registration that waits for its person, and that person’s first change: the second waits for the first', async () => {
  for (const isToldFirst of [true, false]) {
    const person = nextPerson();
    const works = [tell(person), register(registration(person))];
    const [first, second] = isToldFirst ? works : works.reverse();
    if (first === undefined || second === undefined) throw new TypeError('two works');
    const held = await hold(first);
    const other = run(second);
    expect(await settlesWithin(other, QUIET_MS)).toBe(false);
    await held.commit();
    await other;
    expect(await linkOf(person)).toEqual({ state: 'provisional', reviews: 1 });
  }
});

test('at the same moment, in any order, the two always meet', async () => {
  const people = Array.from({ length: ROUNDS }, nextPerson);
  for (const person of people) {
    await Promise.all([run(tell(person)), run(register(registration(person)))]);
  }
  const links = await Promise.all(people.map(linkOf));
  expect(links).toEqual(people.map(() => ({ state: 'provisional', reviews: 1 })));
});

test('two people told at once under the same particulars: it is linked to one of them, once', async () => {
  for (let round = 0; round < ROUNDS / 4; round += 1) {
    const one = nextPerson();
    const twin = { ...one, nino8: nextPerson().nino8 };
    await run(register(registration(one)));
    await Promise.all([run(tell(one)), run(tell(twin))]);
    const rows = await gateway.rows(
      `SELECT i.state, i.version FROM match_review r JOIN interest i USING (interest_id, subject_key)
       WHERE i.case_reference = $1`,
      [caseOf(one)],
    );
    expect(rows).toEqual([{ state: 'provisional', version: 2 }]);
  }
});

test('of two registrations of one case for two people at once, one counts and the other is refused', async () => {
  for (let round = 0; round < ROUNDS / 4; round += 1) {
    const [one, other] = [nextPerson(), nextPerson()];
    const wanted = [one, other].map((person) =>
      registration(person, {
        ...{ state: 'final', caseReference: caseOf(one), subjectKey: subjectKeyOf(person) },
      }),
    );
    const answers = await Promise.all(
      wanted.map((asked) =>
        gateway.db.transaction((tx) => registerInterests(tx, [asked], gateway.interests)),
      ),
    );
    expect(answers.map(([answer]) => answer?.kind).sort()).toEqual(['other-person', 'registered']);
  }
});

test('registrations, changes and verdicts of many people at once end, and none is lost', async () => {
  const people = Array.from({ length: ROUNDS }, nextPerson);
  const shuffled = [...people].sort((a, b) => (a.nino8 < b.nino8 ? 1 : -1));
  await Promise.all([
    run(register(...people.map((one) => registration(one)))),
    run((tx) =>
      gateway.handle(
        tx,
        shuffled.map((one) => gateway.recordOf(makeChange(one, 1))),
      ),
    ),
    ...people
      .filter((_, index) => index % 4 === 0)
      .map((one) => run(register(registration(one, { caseReference: `${caseOf(one)}-b` })))),
  ]);
  const links = await Promise.all(people.map(linkOf));
  expect(links).toEqual(people.map(() => ({ state: 'provisional', reviews: 1 })));
});
