import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Capital, ClaimantChange, Death, Household, Identity } from '@told/codec';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, type TestPerson } from '../../test/people.ts';

let gateway: TestGateway;
let asha: TestPerson;
let number = 0;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
/** A person with a case at each office. */
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  await gateway.register(
    { person: asha, caseReference: `CTB-${number}` },
    { person: asha, caseReference: `LTN-${number}`, agency: 'luton' },
    {
      ...{ person: asha, caseReference: `JC-${number}`, agency: 'jobcentre' },
      capacity: 'jsa-claimant',
    },
    {
      ...{ person: asha, caseReference: `LIABLE-${number}` },
      capacity: 'council-tax-liable',
    },
  );
  await gateway.emptyOutbox();
});

const CAPITAL: Capital = { totalPence: 700_000, owner: 'couple', asOf: '2010-05-12' };
const IDENTITY: Identity = {
  newNinoDigest: '00112233445566778899aabbccddeeff',
  formerNames: ['Asha Example'],
  birthDate: '1980-02-29',
  reason: 'nino-changed',
};
const DEATH: Death = {
  who: 'partner',
  member: 'Ben Sample',
  birthDate: '1981-03-04',
  diedOn: '2010-05-12',
  reportedBy: 'registrar',
};
const BIRTH: Household = {
  member: 'Cai Sample',
  relation: 'child',
  birthDate: '2010-05-12',
  joinedOn: '2010-05-12',
  leftOn: null,
  reason: 'born',
  worksSixteenHoursOrMore: null,
  grossWeeklyIncomePence: null,
  benefits: null,
  childBenefitInPayment: true,
};
const DUTY = { dutyDischarged: 'SI 2010/444' };
const councilTells = {
  source: { agency: 'central-bedfordshire', system: null, caseReference: null },
};

/** What each recipient got of one change: its fields, the duty, and what was withheld; or why it got nothing. */
async function givenOf(
  change: Partial<ClaimantChange>,
  body: Parameters<typeof makeChange>[3],
): Promise<Readonly<Record<string, unknown>>> {
  const fact = Object.keys(body ?? {})[0] as ClaimantChange['fact'];
  await gateway.decide(makeChange(asha, 1, { fact, ...change }, body));
  const { decisions, releases } = await gateway.said();
  return Object.fromEntries(
    (decisions[0]?.recipients ?? []).map(({ agency, capacity, verdict, reason, releaseId }) => {
      const release = releases.find((one) => one.releaseId === releaseId);
      if (release === undefined) return [`${agency} ${capacity}`, `${verdict} ${reason}`];
      const given = {
        told: release[fact],
        dutyDischarged: release.dutyDischarged,
        withheld: release.withheld.map(({ field }) => field),
        basis: release.basis.map(({ agreement }) => agreement),
      };
      return [`${agency} ${capacity}`, given];
    }),
  );
}

const REFUSED = 'refused no-basis';
const LIABLE = { 'central-bedfordshire council-tax-liable': REFUSED };

describe('told at JobCentre Plus', () => {
  test.each<[string, Parameters<typeof makeChange>[3], object, readonly string[]]>([
    ['capital', { capital: CAPITAL }, CAPITAL, []],
    [
      'identity',
      { identity: IDENTITY },
      { ...IDENTITY, newNinoDigest: null },
      ['identity.newNinoDigest'],
    ],
    ['death', { death: DEATH }, { ...DEATH, reportedBy: null }, ['death.reportedBy']],
  ])(
    '%s reaches both councils cut down to their agreements',
    async (_fact, body, told, withheld) => {
      const given = (agreement: string) => ({
        ...{ told, dutyDischarged: null, withheld, basis: [agreement] },
      });
      expect(await givenOf({}, body)).toEqual({
        'central-bedfordshire ctb-claimant': given('dwp-to-council-ctb'),
        'luton ctb-claimant': given('dwp-to-luton-ctb'),
        'jobcentre jsa-claimant': REFUSED,
        ...LIABLE,
      });
    },
  );

  test('a duty discharged is not given to a council, which has no agreement for it', async () => {
    const given = await givenOf(DUTY, { death: DEATH });
    expect(given['luton ctb-claimant']).toMatchObject({
      dutyDischarged: null,
      withheld: ['death.reportedBy', 'death.dutyDischarged'],
    });
  });
});

test('a death that never was reaches the council that was told of it, whatever duty it is said to discharge', async () => {
  await gateway.decide(makeChange(asha, 1, { fact: 'death' }, { death: DEATH }));
  await gateway.decide(
    makeChange(asha, 2, { fact: 'death', changeType: 'annulled', ...DUTY }, { death: null }),
  );
  const toCouncil = (await gateway.said()).releases.filter(
    ({ to }) => to === 'central-bedfordshire',
  );
  expect(toCouncil).toMatchObject([
    { changeType: 'created' },
    {
      ...{ changeType: 'annulled', death: null, dutyDischarged: null },
      withheld: [{ field: 'death.dutyDischarged', reason: 'not-in-agreement' }],
    },
  ]);
});

describe('told at a council', () => {
  const COUNCILS = {
    'central-bedfordshire ctb-claimant': REFUSED,
    'luton ctb-claimant': REFUSED,
    ...LIABLE,
  };

  test('a death reaches DWP whole, with the duty that is discharged', async () => {
    expect(await givenOf({ ...councilTells, ...DUTY }, { death: DEATH })).toEqual({
      ...COUNCILS,
      'jobcentre jsa-claimant': {
        told: DEATH,
        dutyDischarged: 'SI 2010/444',
        withheld: [],
        basis: ['council-to-dwp-births-deaths'],
      },
    });
  });

  test('a birth reaches DWP by two agreements, the duty by one of them', async () => {
    const given = await givenOf({ ...councilTells, ...DUTY }, { household: BIRTH });
    expect(given['jobcentre jsa-claimant']).toEqual({
      told: { ...BIRTH, childBenefitInPayment: null },
      dutyDischarged: 'SI 2010/444',
      withheld: ['household.childBenefitInPayment'],
      basis: ['council-to-dwp-births-deaths', 'council-to-dwp-jsa'],
    });
  });

  test.each<[string, Parameters<typeof makeChange>[3], object]>([
    ['capital', { capital: CAPITAL }, CAPITAL],
    ['identity', { identity: IDENTITY }, { ...IDENTITY, newNinoDigest: null }],
  ])('%s reaches DWP, and no other council', async (_fact, body, told) => {
    expect(await givenOf(councilTells, body)).toMatchObject({
      ...COUNCILS,
      'jobcentre jsa-claimant': { told, basis: ['council-to-dwp-jsa'] },
    });
  });
});
