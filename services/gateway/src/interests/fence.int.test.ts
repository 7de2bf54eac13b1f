import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Transaction } from '@told/service';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import {
  digestsOf,
  makeChange,
  makePerson,
  subjectKeyOf,
  type TestPerson,
} from '../../test/people.ts';
import { registerInterests } from './register-interests.ts';

let gateway: TestGateway;
let number = 0;
let asha: TestPerson;

beforeAll(async () => {
  // A partner's interest is covered too, so that two subjects can meet in one case.
  gateway = await openTestGateway((agreement) => ({
    ...agreement,
    capacities: [...agreement.capacities, 'partner-of-claimant'],
  }));
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  await gateway.emptyOutbox();
});

/** Long enough for a statement that does not wait to be done; only a broken fence is quicker than the gate. */
const QUIET_MS = 300;
const settlesWithin = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms)),
  ]);

/** A transaction that has done its work and is not committed before `commit`. */
async function hold(work: (tx: Transaction) => Promise<unknown>) {
  const gate = Promise.withResolvers<void>();
  const worked = Promise.withResolvers<void>();
  const done = gateway.db.transaction(async (tx) => {
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

const register =
  (caseReference: string, until: string | null = null) =>
  (tx: Transaction) =>
    registerInterests(
      tx,
      [
        {
          agency: 'central-bedfordshire',
          capacity: 'ctb-claimant',
          caseReference,
          state: 'final',
          backFill: false,
          from: '2010-04-01',
          until,
          subjectKey: subjectKeyOf(asha),
          identityDigests: digestsOf(asha),
        },
      ],
      gateway.interests,
    );

/** The subject is known, so that nothing but the locks keeps the two apart. */
const makeKnown = () =>
  gateway.register({
    ...{ person: asha, caseReference: `K-${number}` },
    ...{ agency: 'luton', capacity: 'council-tax-liable' },
  });

describe('the fence between registering and deciding', () => {
  test('a decision waits for a registration under way, and then sees it and its version', async () => {
    await makeKnown();
    const registering = await hold(register(`F-${number}`));
    const deciding = gateway.decide(makeChange(asha, 1));
    expect(await settlesWithin(deciding, QUIET_MS)).toBe(false);
    await registering.commit();
    await deciding;
    const [decision] = (await gateway.said()).decisions;
    expect(decision?.subjectVersion).toBe(2);
    expect(decision?.recipients.map((one) => one.verdict)).toEqual(['trimmed', 'refused']);
  });

  test('a registration waits for a decision under way, also about a subject that nobody knew', async () => {
    const deciding = await hold((tx) =>
      gateway.handle(tx, [gateway.recordOf(makeChange(asha, 1))]),
    );
    const registering = gateway.register({ person: asha, caseReference: `F-${number}` });
    expect(await settlesWithin(registering, QUIET_MS)).toBe(false);
    await deciding.commit();
    await registering;
    expect((await gateway.said()).decisions).toMatchObject([
      { subjectVersion: 0, recipients: [{ verdict: 'refused', reason: 'no-interest' }] },
    ]);
    const rows = await gateway.rows('SELECT version FROM subject WHERE subject_key = $1', [
      subjectKeyOf(asha),
    ]);
    expect(rows).toEqual([{ version: 1 }]);
  });

  test('of two registrations of one case at once, the second builds on the first', async () => {
    await makeKnown();
    const gate = Promise.withResolvers<void>();
    const read = Promise.withResolvers<void>();
    const first = gateway.db.transaction((tx) =>
      register(`F-${number}`)({
        ...tx,
        // It has read what stands, and has written nothing yet.
        async query(statement, values) {
          if (statement.name === 'gateway_raise_versions') {
            read.resolve();
            await gate.promise;
          }
          return tx.query(statement, values);
        },
      }),
    );
    await read.promise;
    const second = gateway.db.transaction(register(`F-${number}`, '2010-12-31'));
    expect(await settlesWithin(second, QUIET_MS)).toBe(false);
    gate.resolve();
    expect(await first).toMatchObject([{ kind: 'registered' }]);
    expect(await second).toMatchObject([{ kind: 'changed', interest: { version: 2 } }]);
  });
});

test('two subjects who share a case take its sequences one after the other', async () => {
  const ben = makePerson(100_000 + number);
  await gateway.register(
    { person: asha, caseReference: `F-${number}` },
    { person: ben, caseReference: `F-${number}`, capacity: 'partner-of-claimant' },
  );
  const first = await hold((tx) => gateway.handle(tx, [gateway.recordOf(makeChange(asha, 1))]));
  const second = gateway.decide(makeChange(ben, 1));
  expect(await settlesWithin(second, QUIET_MS)).toBe(false);
  await first.commit();
  await second;
  const { releases } = await gateway.said();
  expect(releases.map((one) => [one.capacity, one.releaseSequence])).toEqual([
    ['ctb-claimant', 1],
    ['partner-of-claimant', 2],
  ]);
});
