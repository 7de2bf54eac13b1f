import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { confirmReviews, settle } from '../../test/settle.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { interestIdOf } from '../ids.ts';
import { keepSuspension } from '../suspensions/keep-suspension.ts';
import { backFill } from './back-fill.ts';
import { decideAgain } from './decide-again.ts';
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

/** Whom the council believes to be somebody born on another day. */
const mistaken = () => ({ person: { ...asha, birthDate: '1981-04-03' }, caseReference: ctb });
const interestId = () => interestIdOf(COUNCIL, 'ctb-claimant', ctb);
const held = () => ({ agency: COUNCIL, caseReference: ctb });
const idOf = (sequence: number) => makeChange(asha, sequence).change.changeId;

const release = () =>
  settle(gateway, [asha], async (tx) => {
    await confirmReviews(tx, interestId());
    return releaseHold(tx, gateway.decisions, held());
  });

describe('a new interest', () => {
  const fill = () =>
    settle(gateway, [asha], (tx) =>
      backFill(tx, gateway.decisions, { interestId: interestId(), subjectKey: subjectKeyOf(asha) }),
    );

  test('is given what stands of every chain, marked as back-fill, and then what is told next', async () => {
    const first = makeChange(asha, 1);
    const corrected = makeChange(asha, 2, {
      ...{ changeType: 'corrected', previousChangeId: first.change.changeId },
    });
    const annulled = makeChange(
      asha,
      4,
      {
        ...{ changeType: 'annulled', previousChangeId: idOf(3) },
      },
      {},
    );
    await gateway.decide(first, corrected, makeChange(asha, 3), annulled, makeChange(asha, 5));
    await gateway.register({ person: asha, caseReference: ctb });
    expect(await fill()).toBe(2);
    await gateway.decide(makeChange(asha, 6));
    const { releases, decisions } = await gateway.said();
    expect(releases.map((one) => [one.changeId, one.releaseSequence, one.backFill])).toEqual([
      [idOf(2), 1, true],
      [idOf(5), 2, true],
      [idOf(6), 3, false],
    ]);
    expect(decisions.find((one) => one.run === 2)).toMatchObject({
      ...{ cause: 'back-fill', changeId: idOf(2), rootChangeId: idOf(1) },
      recipients: [{ agency: COUNCIL, verdict: 'trimmed' }],
    });
  });

  test('is given nothing twice, and nothing from before its period', async () => {
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2, { occurredOn: '2009-05-12' }));
    await gateway.register({ person: asha, caseReference: ctb });
    expect(await fill()).toBe(2);
    await fill();
    const { releases, decisions } = await gateway.said();
    expect(releases.map((one) => one.changeId)).toEqual([idOf(1)]);
    expect(decisions.find((one) => one.changeId === idOf(2) && one.run === 2)).toMatchObject({
      recipients: [{ verdict: 'refused', reason: 'outside-period' }],
    });
  });

  test('that asks again is given what was taken back meanwhile, and once', async () => {
    const suspend = (action: 'suspended' | 'resumed') =>
      gateway.db.transaction((tx) =>
        keepSuspension(
          tx,
          { target: 'agency', id: COUNCIL, action, reason: 'drill' },
          gateway.interests,
        ),
      );
    const corrected = { changeType: 'corrected', previousChangeId: idOf(1) } as const;
    await gateway.register({ person: asha, caseReference: ctb });
    await gateway.decide(makeChange(asha, 1));
    await gateway.emptyOutbox();
    await suspend('suspended');
    await gateway.decide(makeChange(asha, 2, corrected));
    await suspend('resumed');
    await fill();
    await fill();
    expect((await gateway.said()).releases.map((one) => [one.kind, one.changeId])).toEqual([
      ['do-not-rely', idOf(2)],
      ['value', idOf(2)],
    ]);
  });

  test.each([
    ['void', false],
    ['withdrawn', true],
  ])('that asks again once a consent is renewed is given what was %s', async (_, hasLeft) => {
    const [agency, capacity, caseReference] = ['luton', 'form-prefill', `L-${number}`] as const;
    const consent = (action: 'given' | 'withdrawn', on: string) =>
      gateway.db.transaction((tx) =>
        keepConsent(
          tx,
          {
            ...{ subjectKey: subjectKeyOf(asha), recipient: agency, purpose: 'pre-filling-forms' },
            ...{ action, on, until: null, recordedBy: 'jobcentre' },
          },
          gateway.interests,
        ),
      );
    await gateway.register({ person: asha, agency, capacity, caseReference });
    await consent('given', '2010-05-01');
    await gateway.decide(makeChange(asha, 1));
    if (hasLeft) await gateway.emptyOutbox();
    await consent('withdrawn', '2010-05-02');
    await consent('given', '2010-05-03');
    await gateway.emptyOutbox();
    const interest = interestIdOf(agency, capacity, caseReference);
    await settle(gateway, [asha], (tx) =>
      backFill(tx, gateway.decisions, { interestId: interest, subjectKey: subjectKeyOf(asha) }),
    );
    expect((await gateway.said()).releases).toMatchObject([
      { kind: 'value', changeId: idOf(1), backFill: true, to: agency },
    ]);
  });

  test('whose person is not certain waits for its back-fill too, and is given it as such', async () => {
    await gateway.decide(makeChange(asha, 1));
    await gateway.register(mistaken());
    await fill();
    expect((await gateway.said()).releases).toEqual([]);
    expect(await release()).toEqual({ released: 1, stillHeld: false });
    expect((await gateway.said()).releases).toMatchObject([{ changeId: idOf(1), backFill: true }]);
  });

  test('leaves the other recipients’ answers as they were given', async () => {
    await gateway.register({ person: asha, caseReference: `${ctb}-b` });
    await gateway.decide(makeChange(asha, 1));
    await gateway.register({ person: asha, caseReference: ctb });
    await fill();
    expect((await gateway.said()).releases.map((one) => one.caseReference)).toEqual([
      `${ctb}-b`,
      ctb,
    ]);
  });
});

test('a change whose body is not kept is not left out in silence', async () => {
  await gateway.register({ person: asha, caseReference: ctb });
  const again = settle(gateway, [asha], (tx) =>
    decideAgain(tx, gateway.decisions, {
      ...{ changeIds: [idOf(9)], interestIds: [interestId()] },
      ...{ cause: 'back-fill', backFill: true },
    }),
  );
  await expect(again).rejects.toThrow('a change to decide is not kept');
});
