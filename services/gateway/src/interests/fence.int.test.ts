import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AGENCIES, openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { digestsOf, makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { registerInterests } from './register-interests.ts';

let gateway: TestGateway;
let number = 0;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  await gateway.emptyOutbox();
});

/** Long enough for a statement that does not wait to be done; only a broken fence is quicker than the gate. */
const QUIET_MS = 150;
const settlesWithin = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms)),
  ]);

const registrationOf = (person: ReturnType<typeof makePerson>, caseReference: string) => ({
  agency: AGENCIES[0] as string,
  capacity: 'ctb-claimant',
  caseReference,
  state: 'final' as const,
  from: '2010-04-01',
  until: null,
  subjectKey: subjectKeyOf(person),
  identityDigests: digestsOf(person),
});

const clock = { nowMs: () => 0 };

describe('the fence between registering and deciding', () => {
  test('a decision waits for a registration under way, and then sees it and its version', async () => {
    const asha = makePerson(number);
    const gate = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const registering = gateway.db.transaction(async (tx) => {
      await registerInterests(tx, [registrationOf(asha, `F-${number}`)], { ...gateway, clock });
      locked.resolve();
      await gate.promise;
    });
    await locked.promise;
    const deciding = gateway.decide(makeChange(asha, 1));
    expect(await settlesWithin(deciding, QUIET_MS)).toBe(false);
    gate.resolve();
    await Promise.all([registering, deciding]);
    const [decision] = (await gateway.said()).decisions;
    expect(decision).toMatchObject({ subjectVersion: 1, recipients: [{ verdict: 'trimmed' }] });
  });

  test('a registration waits for a decision under way, also about a subject that nobody knew', async () => {
    const asha = makePerson(number);
    const gate = Promise.withResolvers<void>();
    const decided = Promise.withResolvers<void>();
    const deciding = gateway.db.transaction(async (tx) => {
      await gateway.handle(tx, [gateway.recordOf(makeChange(asha, 1))]);
      decided.resolve();
      await gate.promise;
    });
    await decided.promise;
    const registering = gateway.register({ person: asha, caseReference: `F-${number}` });
    expect(await settlesWithin(registering, QUIET_MS)).toBe(false);
    gate.resolve();
    await Promise.all([registering, deciding]);
    const { decisions } = await gateway.said();
    expect(decisions).toMatchObject([
      { subjectVersion: 0, recipients: [{ verdict: 'refused', reason: 'no-interest' }] },
    ]);
    const [row] = await gateway.rows<{ version: number }>(
      'SELECT version FROM subject WHERE subject_key = $1',
      [subjectKeyOf(asha)],
    );
    expect(row?.version).toBe(1);
  });

  test('two batches about one case take its sequences one after the other', async () => {
    const [asha, ben] = [makePerson(number), makePerson(100_000 + number)];
    // A couple with one case between them: two subjects, perhaps on two partitions.
    await gateway.register(
      { person: asha, caseReference: `F-${number}` },
      { person: ben, caseReference: `F-${number}`, capacity: 'partner-of-claimant' },
    );
    await gateway.register({ person: ben, caseReference: `G-${number}` });
    for (const pair of [0, 1, 2, 3, 4]) {
      await Promise.all([
        gateway.decide(makeChange(asha, pair + 1)),
        gateway.decide(makeChange(ben, pair + 1)),
      ]);
    }
    const { releases } = await gateway.said();
    const sequencesOf = (caseReference: string) =>
      releases
        .filter((one) => one.caseReference === caseReference)
        .map((one) => one.releaseSequence);
    expect(sequencesOf(`F-${number}`)).toEqual([1, 2, 3, 4, 5]);
    expect(sequencesOf(`G-${number}`)).toEqual([1, 2, 3, 4, 5]);
  });
});
