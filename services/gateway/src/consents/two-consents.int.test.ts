import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { ADVICE, addSecondConsent } from '../../test/second-consent.ts';
import { keepConsent } from './keep-consent.ts';

const COUNCIL = 'central-bedfordshire';
const PREFILL = 'pre-filling-forms';
let gateway: TestGateway;
let number = 0;
let asha: TestPerson;
/** The same person under a number that stands for both. */
let other: TestPerson;

beforeAll(async () => {
  gateway = await openTestGateway(addSecondConsent);
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  other = makePerson(500_000 + number);
  await gateway.register({
    ...{ agency: COUNCIL, capacity: 'form-prefill', caseReference: `FORM-${number}`, person: asha },
  });
  await consent('given', PREFILL);
  await consent('given', ADVICE);
  await gateway.decide(makeChange(asha, 1));
});

const consent = (action: 'given' | 'withdrawn', purpose: string, person = asha) =>
  gateway.db.transaction((tx) =>
    keepConsent(
      tx,
      {
        ...{ subjectKey: subjectKeyOf(person), recipient: COUNCIL, purpose, action },
        ...{ on: '2010-05-12', until: null, recordedBy: 'jobcentre' },
      },
      gateway.interests,
    ),
  );
const lastRelease = async () => (await gateway.said()).releases.at(-1);
const merge = () =>
  gateway.decide(
    makeChange(asha, 2, { fact: 'identity', mergedInto: subjectKeyOf(other) }, { income: null }),
  );

describe('fields that two consents allow', () => {
  test('name an agreement for each of them', async () => {
    expect((await lastRelease())?.basis.map((one) => one.agreement).sort()).toEqual([
      'dwp-to-council-partner',
      'dwp-to-council-prefill',
    ]);
  });

  test('stay in what waits until the last is withdrawn, whichever it is', async () => {
    await consent('withdrawn', PREFILL);
    expect(await lastRelease()).toMatchObject({
      income: { employer: null, who: 'claimant', netPence: 9280 },
    });
    await consent('withdrawn', ADVICE);
    expect(await lastRelease()).toMatchObject({ kind: 'void', income: null });
  });

  test('are withdrawn from what has left with the last', async () => {
    await gateway.emptyOutbox();
    await consent('withdrawn', ADVICE);
    const first = (await lastRelease())?.withheld.map((one) => one.field);
    expect(first).toContain('income.netPence');
    expect(first).not.toContain('income.who');
    await gateway.emptyOutbox();
    await consent('withdrawn', PREFILL);
    expect((await lastRelease())?.withheld.map((one) => one.field)).toEqual([
      ...['income.who', 'income.kind', 'income.employer', 'income.startOn'],
    ]);
  });

  test.each([
    [PREFILL, ADVICE],
    [ADVICE, PREFILL],
  ])(
    'stay when the one for %s was withdrawn under another key of the person, and go with the last',
    async (first, last) => {
      await gateway.emptyOutbox();
      await consent('withdrawn', first, other);
      await merge();
      const taken = (await lastRelease())?.withheld.map((one) => one.field);
      expect(taken).toContain(first === PREFILL ? 'income.employer' : 'income.netPence');
      expect(taken).not.toContain('income.who');
      await gateway.emptyOutbox();
      await consent('withdrawn', last, other);
      expect((await lastRelease())?.withheld.map((one) => one.field)).toContain('income.who');
    },
  );
});
