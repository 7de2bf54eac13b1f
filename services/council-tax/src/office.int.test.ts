import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { moveTo, startCouncil, type TestCouncil } from '../test/start-council.ts';

let council: TestCouncil;
let reference: string;

beforeAll(async () => {
  council = await startCouncil();
});
afterAll(() => council.stop());
beforeEach(() => {
  reference = council.begin();
});

const weeklyOn = async (day: string) => {
  const [row] = await council.database.rows<{ pence: number }>(
    `SELECT weekly_pence::int AS pence FROM award_range
     WHERE case_reference = $2 AND $1::date BETWEEN from_on AND coalesce(to_on, 'infinity')`,
    [day, reference],
  );
  return row?.pence;
};

describe('a case as it is opened', () => {
  const openedWith = async (changes: object) => {
    const { body } = await council.open(council.ownCase(changes));
    expect(body).toMatchObject([{ status: 'opened' }]);
    return weeklyOn('2010-06-02');
  };
  const lodger = { relation: 'non-dependant', member: 'Cal Sample', birthDate: '1985-01-01' };
  const atWork = { worksSixteenHoursOrMore: true, grossWeeklyIncomePence: 15_000, benefits: [] };

  test('counts its non-dependants, unless the office’s record exempts the claimant', async () => {
    const household = [{ ...lodger, ...atWork }];
    expect(await openedWith({ household })).toBe(1800 - 230);
    reference = council.begin();
    expect(await openedWith({ household, claimant: { exemptsNonDependants: true } })).toBe(1800);
  });

  test('counts capital by its tariff', async () => {
    const earnings = { who: 'claimant', kind: 'employed', netPence: 9280, payPeriod: 'weekly' };
    const incomes = [{ ...earnings, hoursPerWeek: 16 }];
    expect(await openedWith({ incomes, passport: null })).toBe(1353);
    reference = council.begin();
    // £4 a week of tariff income takes off 20 %.
    const capital = { incomes, passport: null, capitalPence: 700_000 };
    expect(await openedWith(capital)).toBe(1353 - 80);
  });

  test('charges each year as it says', async () => {
    const councilTax = {
      ...{ annualPence: 93_857, liablePersons: 1, singlePersonDiscount: false },
      otherYears: [{ financialYear: '2011/12', annualPence: 109_800 }],
    };
    await openedWith({ councilTax });
    expect(await weeklyOn('2011-03-31')).toBe(1800);
    expect(await weeklyOn('2011-04-01')).toBe(2100);
  });

  test('belongs to the council’s own scheme when it was made under it', async () => {
    await openedWith({ from: '2020-06-01', passport: null });
    const { body } = await council.call('GET', `/v1/cases/${reference}`);
    expect(body.award.scheme).toBe('ctr-central-bedfordshire');
  });
});

describe('a change over the bus', () => {
  beforeEach(async () => {
    expect((await council.open(council.ownCase())).body).toEqual([
      { line: 1, caseReference: reference, status: 'opened' },
    ]);
  });

  test('of income does not count while a passport lasts', async () => {
    const [outcome] = await council.deliver(council.startsWork());
    expect(outcome).toMatchObject({ kind: 'no-change', reason: 'passported' });
    expect(await weeklyOn('2010-05-03')).toBe(1800);
  });

  test('ends the passport, and the income told before it counts from its own Monday', async () => {
    const outcomes = await council.deliver(
      council.startsWork({ releaseSequence: 1 }),
      council.passportEnds('2010-04-18', { releaseSequence: 2 }),
    );
    expect(outcomes[1]).toMatchObject({ kind: 'applied', effectiveOn: '2010-04-26' });
    expect(await weeklyOn('2010-04-25')).toBe(1800);
    expect(await weeklyOn('2010-04-26')).toBe(1353);
  });

  test('gives the same award in the other order', async () => {
    const income = council.startsWork({ releaseSequence: 2 });
    const ends = council.passportEnds('2010-04-18', { releaseSequence: 1 });
    await council.deliver(ends, income);
    expect(await weeklyOn('2010-04-25')).toBe(1800);
    expect(await weeklyOn('2010-04-26')).toBe(1353);
  });

  test('annulled gives exactly the prior pennies', async () => {
    const before = await council.rowsOf('award_range');
    const ends = council.passportEnds('2010-04-18', { releaseSequence: 1 });
    const income = council.startsWork({ releaseSequence: 2 });
    const annulled = council.toCase({
      releaseSequence: 3,
      fact: 'benefitAward',
      changeType: 'annulled',
      previousChangeId: ends.changeId,
    });
    await council.deliver(ends, income, annulled);
    expect(await council.rowsOf('award_range')).toEqual(before);
  });

  test('known already is a duplicate and leaves no trace', async () => {
    const first = council.passportEnds('2010-04-18');
    const again = { ...first, releaseId: randomUUID(), releaseSequence: 2 };
    const outcomes = await council.deliver(first, again);
    expect(outcomes[1]).toMatchObject({ kind: 'no-change', reason: 'duplicate' });
    expect(await council.rowsOf('award_history')).toHaveLength(1);
  });

  test('that DWP has not used is for a person to verify, and its correction that was used counts', async () => {
    const income = council.startsWork({ releaseSequence: 1 });
    const change = { releaseSequence: 2, usedOn: null, usedFor: null };
    const unused = council.passportEnds('2010-04-18', change);
    const used = council.passportEnds('2010-04-18', {
      releaseSequence: 3,
      changeType: 'corrected',
      previousChangeId: unused.changeId,
    });
    const [, first, second] = await council.deliver(income, unused, used);
    expect(first).toMatchObject({ kind: 'to-verify', reason: 'r2(3)(c)' });
    expect(second).toMatchObject({ kind: 'applied', effectiveOn: '2010-04-26' });
  });

  test('for no case is unmatched', async () => {
    const [outcome] = await council.deliver(
      council.startsWork({ caseReference: `${reference}-404` }),
    );
    expect(outcome).toMatchObject({ kind: 'unmatched', reason: null });
  });

  test('of address charges the new home from the day itself, as this authority has it', async () => {
    const home = JSON.stringify({ uprn: '999900000025', annualPence: 120_000 });
    await council.call('POST', '/v1/properties/bulk', home);
    const [known, unknown] = await council.deliver(
      council.toCase({
        fact: 'address',
        occurredOn: '2010-04-21',
        address: moveTo('999900000025'),
      }),
      council.toCase({
        ...{ releaseSequence: 2, fact: 'address', occurredOn: '2010-05-05' },
        address: { ...moveTo('999900000777'), movedOutOn: '2010-05-05', movedInOn: '2010-05-05' },
      }),
    );
    expect(known).toMatchObject({ kind: 'applied', effectiveOn: '2010-04-21' });
    expect(await weeklyOn('2010-04-22')).toBe(2301);
    expect(unknown?.reason).toBe('unknown-property:address.toUprn');
  });

  test('of address out of the area ends liability and award from the day of moving out', async () => {
    const property = JSON.stringify({ uprn: '999900000666', authority: 'E06000032' });
    const { body } = await council.call('POST', '/v1/properties/bulk', property);
    expect(body).toMatchObject([{ status: 'recorded' }]);
    const move = council.toCase({
      ...{ fact: 'address', occurredOn: '2010-04-21', address: moveTo('999900000666') },
    });
    const after = { startOn: '2010-05-03', netPence: 9280 };
    const outcomes = await council.deliver(
      move,
      council.startsWork({ releaseSequence: 2, occurredOn: '2010-05-03' }, after),
    );
    expect(outcomes).toMatchObject([
      { kind: 'applied', effectiveOn: '2010-04-21' },
      { kind: 'no-change', reason: 'claim-ended' },
    ]);
    expect(await weeklyOn('2010-04-20')).toBe(1800);
    expect(await weeklyOn('2010-04-21')).toBe(0);
    expect(await weeklyOn('2010-12-25')).toBe(0);
    await council.deliver(
      council.toCase({
        ...{ releaseSequence: 3, changeType: 'annulled', previousChangeId: move.changeId },
        ...{ fact: 'address', occurredOn: '2010-04-21' },
      }),
    );
    expect(await weeklyOn('2010-04-21')).toBe(1800);
  });

  test('of address with only the day of moving out, out of the area, ends it too', async () => {
    await council.call(
      ...(['POST', '/v1/properties/bulk'] as const),
      JSON.stringify({ uprn: '999900000667', authority: 'E06000032' }),
    );
    const address = { ...moveTo('999900000667'), role: 'moved-out' as const, movedInOn: null };
    const [outcome] = await council.deliver(
      council.toCase({ fact: 'address', occurredOn: '2010-04-21', address }),
    );
    expect(outcome).toMatchObject({ kind: 'applied', effectiveOn: '2010-04-21' });
  });

  test('of address keeps each year’s tax apart', async () => {
    const lines = [
      { uprn: '999900000668', annualPence: 120_000, financialYear: '2010/11' },
      { uprn: '999900000668', annualPence: 130_000, financialYear: '2011/12' },
      { uprn: '999900000668', annualPence: 999_999, financialYear: '2011/12' },
      { uprn: '999900000668' },
      { uprn: '999900000668', annualPence: 1, authority: 'E06000032' },
      { uprn: '999900000668', financialYear: '2010/11', authority: 'E06000032' },
    ];
    const { body } = await council.call(
      ...(['POST', '/v1/properties/bulk'] as const),
      lines.map((line) => JSON.stringify(line)).join('\n'),
    );
    expect(body.map(({ status }: { status: string }) => status)).toEqual([
      ...['recorded', 'recorded', 'recorded', 'refused', 'refused', 'refused'],
    ]);
    await council.deliver(
      council.toCase({
        fact: 'address',
        occurredOn: '2010-04-21',
        address: moveTo('999900000668'),
      }),
    );
    expect(await weeklyOn('2011-03-31')).toBe(2301);
    const [fact] = await council.rowsOf('case_fact', 'addition');
    expect(fact).toEqual({
      addition: { uprn: '999900000668', taxByYear: { '2010/11': 120_000, '2011/12': 130_000 } },
    });
  });

  test('that cannot be decided gives no number', async () => {
    const [outcome] = await council.deliver(
      council.toCase({ fact: 'household', household: { ...partner, relation: 'joint-tenant' } }),
    );
    expect(outcome).toMatchObject({
      kind: 'to-verify',
      reason: 'missing-field:address.liablePersons',
    });
    expect(await weeklyOn('2010-05-03')).toBeUndefined();
  });
});

const partner = {
  ...{ member: 'Ben Sample', relation: 'partner' as const, birthDate: '1981-03-04' },
  ...{ joinedOn: '2010-04-21', leftOn: null, reason: 'moved-in' as const },
  ...{ worksSixteenHoursOrMore: false, grossWeeklyIncomePence: null },
  ...{ benefits: null, childBenefitInPayment: null },
};
