import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { EARNINGS, makeChange, makePerson, type TestPerson } from '../../test/people.ts';
import { confirmReviews, settle } from '../../test/settle.ts';
import { interestIdOf } from '../ids.ts';
import { releaseHold } from './release-hold.ts';

const COUNCIL = 'central-bedfordshire';
let gateway: TestGateway;
let number = 0;
let asha: TestPerson;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  ctb = `CTB-${number}`;
  await gateway.emptyOutbox();
});

const idOf = (sequence: number) => makeChange(asha, sequence).change.changeId;
/** Outside the period of the case. */
const LATE = '2010-06-20';
const followBy = (
  changeType: 'corrected' | 'annulled',
  sequence: number,
  { told = asha, occurredOn = LATE }: { told?: TestPerson; occurredOn?: string } = {},
) =>
  makeChange(
    told,
    sequence,
    { changeType, previousChangeId: idOf(sequence - 1), occurredOn },
    changeType === 'corrected' ? { income: { ...EARNINGS, netPence: 100 + sequence } } : {},
  );
const confirm = () =>
  settle(gateway, [asha], async (tx) => {
    await confirmReviews(tx, interestIdOf(COUNCIL, 'ctb-claimant', ctb));
    return releaseHold(tx, gateway.decisions, { agency: COUNCIL, caseReference: ctb });
  });
const left = async () => {
  const { releases } = await gateway.said();
  const numberOf = new Map(releases.map((one) => [one.releaseId, one.releaseSequence]));
  return releases.map((one) => [
    ...[one.releaseSequence, one.kind, one.changeId],
    one.takesBack === null ? null : numberOf.get(one.takesBack),
  ]);
};
const lastAnswer = async () =>
  (await gateway.said()).decisions
    .at(-1)
    ?.recipients.map((one) => [one.agency, one.verdict, one.reason]);

describe.each(['corrected', 'annulled'] as const)(
  'a change that is %s while its case waits, and refused',
  (changeType) => {
    test.each([true, false])(
      'waits behind what it is about, and then takes it back (in one batch: %s)',
      async (isOneBatch) => {
        const mistaken = { ...asha, birthDate: '1981-04-03' };
        await gateway.register({ person: mistaken, caseReference: ctb, until: '2010-05-31' });
        const told = [makeChange(asha, 1), followBy(changeType, 2)];
        if (isOneBatch) await gateway.decide(...told);
        else for (const one of told) await gateway.decide(one);
        expect(await lastAnswer()).toEqual([[COUNCIL, 'hold', 'behind-hold']]);
        expect(await confirm()).toEqual({ released: 2, stillHeld: false });
        expect(await lastAnswer()).toEqual([[COUNCIL, 'refused', 'outside-period']]);
        expect(await left()).toEqual([
          [1, 'value', idOf(1), null],
          [2, 'do-not-rely', idOf(2), 1],
        ]);
      },
    );

    test('does not overtake a correction that waits, and takes that back too', async () => {
      await gateway.register({ person: asha, caseReference: ctb, until: '2010-05-31' });
      await gateway.decide(makeChange(asha, 1));
      const other = { ...asha, birthDate: '1981-04-03' };
      await gateway.decide(followBy('corrected', 2, { told: other, occurredOn: '2010-05-13' }));
      await gateway.decide(followBy(changeType, 3));
      expect(await confirm()).toEqual({ released: 2, stillHeld: false });
      expect(await left()).toEqual([
        [1, 'value', idOf(1), null],
        [2, 'value', idOf(2), null],
        [3, 'do-not-rely', idOf(3), 1],
        [4, 'do-not-rely', idOf(3), 2],
      ]);
    });

    test('does not wait when only something else does', async () => {
      await gateway.register({ person: asha, caseReference: ctb, until: '2010-05-31' });
      await gateway.decide(makeChange(asha, 1));
      const other = { ...asha, birthDate: '1981-04-03' };
      await gateway.decide({
        ...makeChange(other, 2),
        change: { ...makeChange(other, 2).change, changeId: idOf(9) },
      });
      const follow = followBy(changeType, 3);
      await gateway.decide({ ...follow, change: { ...follow.change, previousChangeId: idOf(1) } });
      expect(await lastAnswer()).toEqual([[COUNCIL, 'refused', 'outside-period']]);
      expect((await left()).at(-1)).toEqual([2, 'do-not-rely', idOf(3), 1]);
    });
  },
);
