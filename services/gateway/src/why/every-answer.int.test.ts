import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { confirmReviews, settle } from '../../test/settle.ts';
import { COUNCIL, openWhyRig, type WhyCase, type WhyRig } from '../../test/why-rig.ts';
import { backFill } from '../decisions/back-fill.ts';
import { releaseHold } from '../decisions/release-hold.ts';
import { endInterest } from '../interests/end-interest.ts';
import { takeBack } from '../releases/take-back.ts';

let rig: WhyRig;
let one: WhyCase;

beforeAll(async () => {
  rig = await openWhyRig();
});
afterAll(() => rig.close());
beforeEach(async () => {
  one = await rig.begin();
});

let number = 500_000;
const nextNumber = (): number => ++number;
const release = () =>
  settle(rig.gateway, [one.asha], async (tx) => {
    await confirmReviews(tx, one.interestId);
    const held = { agency: COUNCIL, caseReference: one.ctb };
    return releaseHold(tx, rig.gateway.decisions, held);
  });

describe('why says that it was', () => {
  test('own: the source’s own case', async () => {
    await one.register({ agency: 'jobcentre', capacity: 'jsa-claimant', caseReference: 'JSA-1' });
    await one.tell();
    expect(await one.answerOf(1, 'jobcentre')).toMatchObject({ verdict: 'own', code: 'own-case' });
  });
  test('held, and what waits behind it', async () => {
    await one.register({ person: { ...one.asha, birthDate: '1981-04-03' } });
    await one.tell();
    await rig.gateway.rows(
      `UPDATE interest SET birth_date_digest = NULL, version = version + 1 WHERE interest_id = $1`,
      [one.interestId],
    );
    await rig.gateway.rows('UPDATE subject SET version = version + 1 WHERE subject_key = $1', [
      subjectKeyOf(one.asha),
    ]);
    await one.tell(2);
    expect(await one.answerOf(1)).toMatchObject({ verdict: 'hold', code: 'match-unconfirmed' });
    expect(await one.answerOf(2)).toMatchObject({ verdict: 'hold', code: 'behind-hold' });
  });
  test('held first and given later, once a person had looked', async () => {
    await one.register({ person: { ...one.asha, birthDate: '1981-04-03' } });
    await one.tell();
    await release();
    const { recipients, sentence } = await one.why();
    expect(recipients).toMatchObject([
      { verdict: 'hold', isStanding: false, decided: { run: 1, cause: 'told' } },
      { verdict: 'trimmed', isStanding: true, decided: { run: 2, cause: 'match-confirmed' } },
    ]);
    expect(sentence).toMatch(
      /^At first: held \(match-unconfirmed\)\. A person had looked.*was given 10 fields/,
    );
  });
  test('given as a back-fill, without the recipient learning of others’ runs', async () => {
    await one.tell();
    await one.register();
    await settle(rig.gateway, [one.asha], (tx) =>
      backFill(tx, rig.gateway.decisions, {
        interestId: one.interestId,
        subjectKey: subjectKeyOf(one.asha),
      }),
    );
    const answer = await one.answerOf(1, COUNCIL, COUNCIL);
    expect(answer).toMatchObject({ verdict: 'trimmed', decided: { cause: 'back-fill' } });
    expect(answer.sentence).toContain('The interest was new');
    expect(answer.decided).not.toHaveProperty('run');
  });
  test('given because two keys stand for one person', async () => {
    const older = makePerson(nextNumber());
    await rig.gateway.register({ person: older, caseReference: one.ctb });
    await one.tell();
    const mergedInto = subjectKeyOf(one.asha);
    await rig.gateway.decide(makeChange(older, 1, { fact: 'identity', mergedInto }, {}));
    const answer = await one.answerOf();
    expect(answer).toMatchObject({ verdict: 'trimmed', decided: { cause: 'merged' } });
    expect(answer.sentence).toContain('Two keys turned out to stand for one person');
  });
  test('refused, but told not to rely on what it had; it learns nothing of the correction', async () => {
    await one.register();
    await one.tell();
    const until = '2010-05-01';
    await rig.gateway.db.transaction((tx) =>
      endInterest(
        tx,
        { interestId: one.interestId, agency: COUNCIL, until },
        rig.gateway.interests,
      ),
    );
    const previousChangeId = makeChange(one.asha, 1).change.changeId;
    await one.tell(2, { changeType: 'corrected', previousChangeId, notifiedOn: '2010-05-11' });
    const corrected = await one.why(2, COUNCIL, COUNCIL);
    expect(corrected.recipients).toMatchObject([
      { verdict: 'refused', release: { kind: 'do-not-rely', releaseSequence: 2 } },
    ]);
    expect(corrected.sentence).toContain('was told not to rely on what it had been given');
    expect(corrected.received).toEqual({ changeId: corrected.changeId });
    const first = await one.answerOf(1);
    expect(first.takenBack).toMatchObject([
      { kind: 'do-not-rely', byChangeId: corrected.changeId, status: 'waiting' },
    ]);
    expect(first.sentence).toContain('Afterwards it was told not to rely on it');
  });
});

test('why shows each value of a chain that a correction took back', async () => {
  await one.register({ until: '2010-05-20' });
  const idOf = (sequence: number) => makeChange(one.asha, sequence).change.changeId;
  const corrects = (sequence: number, occurredOn: string) =>
    ({ changeType: 'corrected', previousChangeId: idOf(sequence), occurredOn }) as const;
  await one.tell(1);
  await one.tell(2, corrects(1, '2010-05-12'));
  await one.tell(3, corrects(2, '2010-05-21'));
  const [first, second, third, fourth] = (await rig.gateway.said()).releases;
  expect((await one.answerOf(3)).release).toMatchObject({
    ...{ releaseId: fourth?.releaseId, takesBack: second?.releaseId },
    earlier: [
      {
        ...{ releaseId: third?.releaseId, takesBack: first?.releaseId, releaseSequence: 3 },
        ...{ kind: 'do-not-rely', status: 'waiting', outcomes: [] },
      },
    ],
  });
  for (const sequence of [1, 2]) {
    expect((await one.answerOf(sequence)).takenBack).toMatchObject([
      { kind: 'do-not-rely', byChangeId: idOf(3), reason: { code: 'outside-period' } },
    ]);
  }
});

describe('why says of a release that it was', () => {
  const given = async () => (await rig.gateway.said()).releases[0];
  const withdraw = async () => {
    await one.register({ capacity: 'form-prefill' });
    await one.consent('given');
    await one.tell();
    const [before] = (await rig.gateway.said()).releases;
    return before;
  };

  test('made void before it left, when the consent was withdrawn in time', async () => {
    await withdraw();
    await one.consent('withdrawn');
    const answer = await one.answerOf();
    expect(answer).toMatchObject({
      release: { kind: 'void', status: 'waiting' },
      takenBack: [{ kind: 'void', reason: { code: 'consent-withdrawn' } }],
    });
    expect(answer.sentence).toContain('was to be given 4 fields');
    expect(answer.sentence).toContain('Before it left, it was made void, and it held nothing.');
  });
  test('withdrawn after it had left, and what the recipient answered to that', async () => {
    await withdraw();
    await rig.gateway.emptyOutbox();
    await one.consent('withdrawn');
    const release = await given();
    await rig.gateway.emptyOutbox();
    await rig.gateway.answer(COUNCIL, {
      ...{ releaseId: release?.releaseId ?? '', outcomeNo: 1, caseReference: one.ctb },
      ...{ releaseSequence: release?.releaseSequence ?? 0, kind: 'applied', reason: null },
      ...{ effectiveOn: null, businessDate: '2010-05-13', decidedAt: 1 },
    });
    const answer = await one.answerOf();
    expect(answer).toMatchObject({
      release: { kind: 'value', status: 'delivered' },
      takenBack: [{ kind: 'withdrawn', status: 'delivered', outcomes: [{ kind: 'applied' }] }],
    });
    expect(answer.sentence).toContain(
      'Afterwards income.who, income.kind, income.employer and income.startOn were withdrawn.',
    );
  });
  test('taken back, when the link was found wrong', async () => {
    await one.register();
    await one.tell();
    const release = await given();
    await rig.gateway.emptyOutbox();
    await rig.gateway.db.transaction((tx) =>
      takeBack(tx, rig.gateway.interests, [
        {
          ...{ releaseId: release?.releaseId ?? '', agency: COUNCIL, caseReference: one.ctb },
          ...{ kind: 'do-not-rely', fields: [], reason: 'match-rejected' },
        },
      ]),
    );
    expect(await one.answerOf()).toMatchObject({
      takenBack: [{ kind: 'do-not-rely', byChangeId: null, reason: { code: 'match-rejected' } }],
    });
  });
});
