import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, type TestPerson } from '../../test/people.ts';
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
  await gateway.register({ person: { ...asha, birthDate: '1981-04-03' }, caseReference: ctb });
});

const idOf = (sequence: number) => makeChange(asha, sequence).change.changeId;
const follow = (
  sequence: number,
  changeType: 'corrected' | 'annulled' | 'ended',
  more: { previous?: number; own?: boolean } = {},
) =>
  makeChange(
    asha,
    sequence,
    {
      ...{ changeType, previousChangeId: idOf(more.previous ?? sequence - 1) },
      ...(more.own === true
        ? { source: { agency: COUNCIL, system: 'academy', caseReference: ctb } }
        : {}),
    },
    changeType === 'annulled' ? {} : undefined,
  );
const confirm = () =>
  settle(gateway, [asha], async (tx) => {
    await confirmReviews(tx, interestIdOf(COUNCIL, 'ctb-claimant', ctb));
    return releaseHold(tx, gateway.decisions, { agency: COUNCIL, caseReference: ctb });
  });
const given = async () => (await gateway.said()).releases.map((one) => one.changeId);
const lastAnswers = async () =>
  (await gateway.said()).decisions
    .filter((one) => one.cause === 'match-confirmed')
    .flatMap((one) => one.recipients.map(({ verdict, reason }) => [verdict, reason]));

describe.each(['corrected', 'annulled'] as const)('a waiting change %s by its own case', (by) => {
  test('is not given to it afterwards, and what else waits is', async () => {
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2));
    await gateway.decide(follow(3, by, { previous: 1, own: true }));
    expect(await confirm()).toEqual({ released: 2, stillHeld: false });
    expect(await given()).toEqual([idOf(2)]);
    expect((await lastAnswers())[0]).toEqual(['own', 'own-case']);
    expect(await gateway.rows('SELECT FROM held_change WHERE case_reference = $1', [ctb])).toEqual(
      [],
    );
  });

  test('is not given either where a correction of it waits that the own case was about', async () => {
    await gateway.decide(makeChange(asha, 1), follow(2, 'corrected'), follow(3, by, { own: true }));
    await confirm();
    expect(await given()).toEqual([]);
  });
});

test('a correction by another of what the own case has told is given: it is the newest', async () => {
  await gateway.decide(makeChange(asha, 1), follow(2, 'corrected', { own: true }));
  await gateway.decide(follow(3, 'corrected'));
  await confirm();
  expect(await given()).toEqual([idOf(3)]);
});

test('a change whose end the own case has told is given: it was so until then', async () => {
  await gateway.decide(makeChange(asha, 1), follow(2, 'ended', { own: true }));
  await confirm();
  expect(await given()).toEqual([idOf(1)]);
});
