import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeChange, subjectKeyOf, type TestChange } from '../../test/people.ts';
import { settle, write } from '../../test/settle.ts';
import { COUNCIL, openWhyRig, type WhyCase, type WhyRig } from '../../test/why-rig.ts';

let rig: WhyRig;
let one: WhyCase;

beforeAll(async () => {
  rig = await openWhyRig();
});
afterAll(() => rig.close());
beforeEach(async () => {
  one = await rig.begin();
});

const suspend = async (target: 'agency' | 'agreement', id: string, action = 'suspended') => {
  const [fence] = await rig.gateway.rows<{ version: number }>(
    'UPDATE suspension_fence SET version = version + 1 RETURNING version',
  );
  await rig.gateway.rows(
    `INSERT INTO suspension (version, target, id, action, reason, recorded_at_micros) VALUES ($1, $2, $3, $4, 'a test', 0)`,
    [fence?.version, target, id, action],
  );
};

describe('why says, when nothing was given, that it was refused for', () => {
  test('no-interest, also when nobody holds one', async () => {
    await one.tell();
    expect(await one.answerOf()).toMatchObject({ verdict: 'refused', code: 'no-interest' });
  });
  test('match-rejected', async () => {
    await one.register();
    await settle(rig.gateway, [one.asha], (tx) =>
      write(
        tx,
        `UPDATE interest SET state = 'refused', version = version + 1 WHERE interest_id = $1`,
        [one.interestId],
      ),
    );
    await one.tell();
    expect(await one.answerOf()).toMatchObject({ verdict: 'refused', code: 'match-rejected' });
  });
  test('agency-not-live', async () => {
    await one.register({ agency: 'nowhere' });
    await one.tell();
    expect(await one.answerOf(1, 'nowhere')).toMatchObject({
      verdict: 'refused',
      code: 'agency-not-live',
    });
  });
  test('agency-suspended', async () => {
    await one.register();
    await suspend('agency', COUNCIL);
    await one.tell();
    await suspend('agency', COUNCIL, 'resumed');
    expect(await one.answerOf()).toMatchObject({ verdict: 'refused', code: 'agency-suspended' });
  });
  test('no-basis', async () => {
    await one.register({ capacity: 'council-tax-liable' });
    await one.tell();
    expect(await one.answerOf()).toMatchObject({ verdict: 'refused', code: 'no-basis' });
  });
  test('agreement-suspended', async () => {
    await one.register();
    await suspend('agreement', 'dwp-to-council-ctb');
    await one.tell();
    await suspend('agreement', 'dwp-to-council-ctb', 'resumed');
    expect(await one.answerOf()).toMatchObject({ verdict: 'refused', code: 'agreement-suspended' });
  });
  test('outside-period', async () => {
    await one.register({ until: '2010-05-01' });
    await one.tell();
    expect(await one.answerOf()).toMatchObject({ verdict: 'refused', code: 'outside-period' });
  });
  test('protected', async () => {
    await one.register({ capacity: 'partner-of-claimant' });
    await rig.gateway.rows(
      `UPDATE subject SET protected_since = 1, protected_by = 'luton', version = version + 1 WHERE subject_key = $1`,
      [subjectKeyOf(one.asha)],
    );
    await one.tell();
    expect(await one.answerOf()).toMatchObject({ verdict: 'refused', code: 'protected' });
  });
  test('no-consent', async () => {
    await one.register({ capacity: 'form-prefill' });
    await one.tell();
    expect(await one.answerOf()).toMatchObject({
      verdict: 'refused',
      code: 'no-consent',
      consents: [],
    });
  });
  test('consent-withdrawn, with the consent looked at', async () => {
    await one.register({ capacity: 'form-prefill' });
    await one.consent('withdrawn');
    await one.tell();
    expect(await one.answerOf()).toMatchObject({
      ...{ verdict: 'refused', code: 'consent-withdrawn', consents: [{ version: 1 }] },
    });
  });
  test('no-field', async () => {
    await one.register({ agency: 'luton', capacity: 'form-prefill' });
    await one.consent('given', 'luton');
    const { change, body } = makeChange(one.asha, 1);
    const income = body.income && {
      ...body.income,
      who: null,
      kind: null,
      employer: null,
      startOn: null,
    };
    await rig.gateway.decide({ change, body: { ...body, income } } as TestChange);
    expect(await one.answerOf(1, 'luton')).toMatchObject({ verdict: 'refused', code: 'no-field' });
  });
});
