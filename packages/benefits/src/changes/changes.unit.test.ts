import { describe, expect, test } from '@jest/globals';
import type { BenefitCase } from '../benefit-case.ts';
import { type Circumstances, openCircumstances } from '../circumstances.ts';
import { countAdults } from '../council-tax/residents.ts';
import { applyEffect } from '../effects/apply-effect.ts';
import type { CapitalBody, DeathBody, Fact, HouseholdBody, IdentityBody } from '../facts.ts';
import { findLiveFacts } from '../live-facts.ts';
import { movesHome, SINGLE_CASE, startsWork } from '../sample-cases.ts';
import { findChanges } from './find-changes.ts';

const ON = '2010-05-12';

function tell<Body>(fact: Fact['fact'], body: Body, header: Partial<Fact> = {}): Fact {
  const days = { occurredOn: ON, notifiedOn: ON, receivedOn: ON };
  return { factId: 'a', changeType: 'created', ...days, ...header, fact, body } as Fact;
}

const NOBODY: HouseholdBody = {
  relation: null,
  birthDate: null,
  joinedOn: null,
  leftOn: null,
  worksSixteenHoursOrMore: null,
};
const member = (body: Partial<HouseholdBody>, header?: Partial<Fact>): Fact =>
  tell('household', { ...NOBODY, ...body }, header);
const died = (body: Partial<DeathBody>): Fact =>
  tell('death', { who: null, diedOn: null, ...body });
const owns = (body: Partial<CapitalBody>, header?: Partial<Fact>): Fact =>
  tell('capital', { owner: null, totalPence: null, asOf: null, ...body }, header);

/** Everything the facts bring, in the order of their days, whatever the scheme. */
function after(facts: readonly Fact[], given: BenefitCase = SINGLE_CASE): Circumstances {
  const parts = findChanges(findLiveFacts(facts)).flatMap((change) => change.parts);
  return parts.map(({ effect }) => effect).reduce(applyEffect, openCircumstances(given));
}

const details = ({ notes }: Circumstances): readonly string[] =>
  notes.map(({ question }) => `${question.reason}:${question.detail}`);

const PARTNER = { birthDate: '1981-03-04', worksSixteenHoursOrMore: false };
const CHILD = { member: 'Ann Sample', birthDate: '2004-05-06' };
const COUPLE: BenefitCase = { ...SINGLE_CASE, partner: PARTNER, children: [CHILD] };

describe('household', () => {
  test('a partner joins: one more adult at home', () => {
    const { partner, residents } = after([
      member({ relation: 'partner', birthDate: '1981-03-04' }),
    ]);
    expect(partner).toMatchObject({ birthDate: '1981-03-04' });
    expect(countAdults(residents, ON)).toBe(2);
  });

  test('a partner leaves, with their income and without a guess at shared capital', () => {
    const given = { ...COUPLE, capitalPence: 700_000 };
    const works = startsWork({ factId: 'w' }, '2010-05-01', { who: 'partner' });
    const left = after([works, member({ relation: 'partner', leftOn: ON })], given);
    expect(left.partner).toBeNull();
    expect(left.incomes).toEqual([]);
    expect(countAdults(left.residents, ON)).toBe(1);
    expect(details(left)).toEqual(['missing-field:capital.totalPence']);
  });

  test('what the office alone knows of a partner stays when more is told of them', () => {
    const given = { ...COUPLE, partner: { ...PARTNER, disabilityPremium: true } };
    const told = member({ relation: 'partner', ...PARTNER, worksSixteenHoursOrMore: true });
    expect(after([told], given).partner).toMatchObject({
      disabilityPremium: true,
      worksSixteenHoursOrMore: true,
    });
  });

  test('the joining that is ended tells who leaves', () => {
    const joins = member({ relation: 'child', birthDate: '2008-01-02' });
    const ends = tell('household', null, {
      factId: 'b',
      changeType: 'ended',
      previousFactId: 'a',
      occurredOn: '2010-06-01',
    });
    expect(after([joins], COUPLE).children).toHaveLength(2);
    expect(after([joins, ends], COUPLE).children).toEqual([CHILD]);
  });

  test('a non-dependant: what a later notice leaves out stays', () => {
    const key = { relation: 'non-dependant', birthDate: '1988-01-01' } as const;
    const joins = member({ ...key, worksSixteenHoursOrMore: true, grossWeeklyIncomePence: 20_000 });
    const earns = member(
      { ...key, grossWeeklyIncomePence: 31_000 },
      { factId: 'b', occurredOn: '2010-06-01' },
    );
    const [person, other] = after([joins, earns]).nonDependants;
    expect(other).toBeUndefined();
    expect(person).toMatchObject({ worksSixteenHoursOrMore: true, grossWeeklyIncomePence: 31_000 });
  });

  test('a child who grew up becomes a non-dependant, and stays one person at home', () => {
    const grown = member({ relation: 'non-dependant', ...CHILD, worksSixteenHoursOrMore: false });
    const { children, nonDependants, residents } = after([grown], COUPLE);
    expect([children.length, nonDependants.length, residents.length]).toEqual([0, 1, 3]);
    const other = member({ relation: 'non-dependant', birthDate: '1988-01-01' });
    expect(after([other], COUPLE).children).toEqual([CHILD]);
  });

  test('a child told of again is one child', () => {
    const told = member({ relation: 'child', ...CHILD, childBenefitInPayment: true });
    expect(after([told], COUPLE).children).toEqual([{ ...CHILD, childBenefitInPayment: true }]);
  });

  test.each<[string, readonly Fact[], string]>([
    [
      'a twin without a name',
      [member({ relation: 'child', birthDate: CHILD.birthDate })],
      'missing-field:household.member',
    ],
    [
      'two partners at once',
      [member({ relation: 'partner', birthDate: '1985-01-01' })],
      'contradiction:two-partners',
    ],
    [
      'a child older than the claimant',
      [member({ relation: 'child', birthDate: '1979-02-03' })],
      'contradiction:child-older-than-claimant',
    ],
    [
      'somebody leaves who never came',
      [member({ relation: 'child', birthDate: '1999-09-09', leftOn: ON })],
      'contradiction:member-not-in-household',
    ],
    [
      'a child that may be the one there is',
      [member({ relation: 'child' })],
      'missing-field:household.member',
    ],
    [
      'another person becomes liable',
      [member({ relation: 'joint-tenant' })],
      'missing-field:address.liablePersons',
    ],
  ])('%s is a question', (_name, facts, expected) => {
    expect(details(after(facts, COUPLE))).toEqual([expected]);
  });
});

describe('income of a non-dependant', () => {
  const person = {
    birthDate: '1988-01-01',
    worksSixteenHoursOrMore: false,
    grossWeeklyIncomePence: 0,
    benefits: [],
  };
  const works = startsWork({ factId: 'w' }, ON, { who: 'non-dependant', grossPence: 25_000 });

  test('is the only one’s', () => {
    expect(after([works], { ...SINGLE_CASE, nonDependants: [person] }).nonDependants).toEqual([
      { ...person, worksSixteenHoursOrMore: true, grossWeeklyIncomePence: 25_000 },
    ]);
  });

  test.each([
    ['nobody', []],
    ['one of two', [person, { ...person, birthDate: '1989-01-01' }]],
  ])('of %s is a question', (_name, nonDependants) => {
    const told = after([works], { ...SINGLE_CASE, nonDependants });
    expect(details(told)).toEqual(['missing-field:income.member']);
    expect(told.nonDependants).toEqual(nonDependants);
  });

  test('a month’s pay makes no week’s', () => {
    const monthly = startsWork({ factId: 'w' }, ON, {
      who: 'non-dependant',
      grossPence: 100_000,
      payPeriod: 'monthly',
    });
    const told = after([monthly], { ...SINGLE_CASE, nonDependants: [person] });
    expect(told.nonDependants[0]?.grossWeeklyIncomePence).toBeNull();
  });
});

describe('capital', () => {
  test('of both replaces all; of one, that one’s', () => {
    expect(after([owns({ owner: 'couple', totalPence: 900_000 })], COUPLE).capital).toEqual({
      claimant: null,
      partner: null,
      couple: 900_000,
    });
    expect(after([owns({ owner: 'partner', totalPence: 100 })], COUPLE).capital).toEqual({
      claimant: null,
      partner: 100,
      couple: null,
    });
  });

  test('of one beside a total of both is a question', () => {
    const given = { ...COUPLE, capitalPence: 700_000 };
    const told = after([owns({ owner: 'partner', totalPence: 100 })], given);
    expect(details(told)).toEqual(['contradiction:capital.owner']);
  });

  test('a single person’s total replaces what the case opened with', () => {
    const given = { ...SINGLE_CASE, capitalPence: 700_000 };
    const told = after([owns({ owner: 'claimant', totalPence: 100 })], given);
    expect([told.capital, details(told)]).toEqual([
      { claimant: 100, partner: null, couple: null },
      [],
    ]);
  });

  test('that ended is nothing; without owner or total it is a question', () => {
    const ends = owns({}, { factId: 'b', changeType: 'ended', previousFactId: 'a' });
    const facts = [owns({ owner: 'claimant', totalPence: 700_000 }), ends];
    expect(after(facts).capital.claimant).toBe(0);
    expect(details(after([owns({ owner: 'claimant' })]))).toEqual([
      'missing-field:capital.totalPence',
    ]);
    expect(details(after([owns({ totalPence: 1 })]))).toEqual(['missing-field:capital.owner']);
  });
});

describe('death', () => {
  test('of the claimant ends the claim, and annulled it never did', () => {
    const death = died({ who: 'claimant', diedOn: ON });
    const annulment = tell('death', null, {
      factId: 'b',
      changeType: 'annulled',
      previousFactId: 'a',
    });
    expect(after([death]).ended).toBe('claimant-died');
    expect(after([death, annulment]).ended).toBeNull();
  });

  test('of a member is their leaving', () => {
    expect(after([died({ who: 'partner', diedOn: ON })], COUPLE).partner).toBeNull();
    const child = died({ who: 'child', birthDate: '2004-05-06', diedOn: ON });
    expect(after([child], COUPLE).children).toEqual([]);
  });

  test('of nobody named is a question', () => {
    expect(details(after([died({ diedOn: ON })]))).toEqual(['missing-field:death.who']);
  });
});

test('a corrected birth date is the claimant’s; a new name changes nothing', () => {
  const corrected = tell<IdentityBody>('identity', { birthDate: '1950-01-01' });
  expect(after([corrected]).claimant.birthDate).toBe('1950-01-01');
  expect(after([tell<IdentityBody>('identity', { birthDate: null })])).toEqual(after([]));
});

test('a home in another authority’s area ends the claim on the day of moving out', () => {
  const move = movesHome({ factId: 'a' }, ON, { movedOutOn: '2010-05-10', isOutsideArea: true });
  const [change] = findChanges(findLiveFacts([move]));
  expect(change?.parts).toEqual([
    { on: '2010-05-10', moment: 'council-tax', effect: { kind: 'end-claim', ended: 'left-area' } },
  ]);
});
