import fc from 'fast-check';
import type { BenefitCase } from '../src/benefit-case.ts';
import { addDays, type IsoDate } from '../src/calendar.ts';
import type { Fact } from '../src/facts.ts';
import { findScheme } from '../src/schemes/find-scheme.ts';
import type { Scheme } from '../src/schemes/scheme.ts';

/** A case with the rules that decide it. */
export type Office = {
  readonly name: string;
  readonly scheme: Scheme;
  readonly given: BenefitCase;
};

export const HOME = '999900000017';
export const HOMES = [HOME, '999900000025', '999900000033'] as const;
const FROM = '2010-04-05';
/** Days of two years, some before the case and some after the last rates. */
const DAYS = { min: -5, max: 740 };

const EMPTY: BenefitCase = {
  claimStartOn: FROM,
  claimant: { birthDate: '1979-02-03' },
  partner: null,
  children: [],
  incomes: [],
  awards: [],
  capitalPence: null,
  home: { uprn: HOME, liablePersons: 1, singlePersonDiscount: true },
  taxByUprn: Object.fromEntries(
    HOMES.map((uprn, index) => [
      uprn,
      { '2010/11': 93_857 + 40_001 * index, '2011/12': 97_003 + 40_001 * index },
    ]),
  ),
  jsaWeekEndsOn: null,
  unmodelled: [],
};

const council = (name: string, more: Partial<BenefitCase>): Office => ({
  name,
  scheme: findScheme('ctb'),
  given: { ...EMPTY, ...more },
});

const FAMILY: Partial<BenefitCase> = {
  partner: { member: 'Sam', birthDate: '1981-03-04', worksSixteenHoursOrMore: false },
  children: [
    { member: 'Jo', birthDate: '2003-06-01' },
    { member: 'Bo', birthDate: '2010-02-14' },
  ],
};

const PASSPORTED: readonly Office[] = [
  council('passported', {
    awards: [{ benefit: 'jsa-ib', weeklyAmountPence: null, from: '2009-01-05' }],
  }),
  council('passported family', {
    ...FAMILY,
    awards: [{ benefit: 'is', weeklyAmountPence: null, from: '2010-03-01' }],
  }),
];
export const COUNCILS: readonly Office[] = [
  council('single', {}),
  council('family', FAMILY),
  council('with a non-dependant', {
    nonDependants: [
      {
        ...{ member: 'Lee', birthDate: '1988-03-03', worksSixteenHoursOrMore: true },
        ...{ grossWeeklyIncomePence: 20_000, benefits: [] },
      },
    ],
  }),
  council('carer with capital', {
    claimant: { birthDate: '1986-05-16', carerPremium: true },
    capitalPence: 700_000,
  }),
];
const JOBSEEKERS: readonly Office[] = [EMPTY, { ...EMPTY, ...FAMILY }].map((given) => ({
  name: 'jobseeker',
  scheme: findScheme('jsa-ib'),
  given: { ...given, home: null, jsaWeekEndsOn: 2 },
}));
export const OFFICES: readonly Office[] = [...COUNCILS, ...PASSPORTED, ...JOBSEEKERS];

/** A counterexample names its office instead of printing all of its rules. */
const pickOffice = (offices: readonly Office[]): fc.Arbitrary<Office> =>
  fc.constantFrom(...offices.map((one) => ({ ...one, [fc.toStringMethod]: () => one.name })));

export const office = pickOffice(OFFICES);
export const councilOffice = pickOffice(COUNCILS);
export const passportedOffice = pickOffice(PASSPORTED);
/** Days on which much happens: the same day, the same week, the edges of week, year and leap year. */
const BUSY_DAYS = [
  ...['2010-05-10', '2010-05-12', '2010-05-12', '2010-05-14', '2010-05-16', '2010-05-17'],
  ...['2011-03-31', '2011-04-01', '2012-02-29', '2012-03-01'],
];
export const day = fc.oneof(
  fc.constantFrom(...BUSY_DAYS),
  fc.integer(DAYS).map((days) => addDays(FROM, days)),
);
const lateness = fc.constantFrom(0, 0, 1, 3, 7, 20, 33, 45, 100, 420);
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(value, { nil: null, freq: 60 });

type Telling = Pick<Fact, 'fact' | 'body'>;
type TellOn = (on: IsoDate) => Telling;

const income: fc.Arbitrary<TellOn> = fc
  .record({
    who: fc.constantFrom('claimant', 'claimant', 'partner', 'non-dependant'),
    kind: fc.constantFrom('employed', 'employed', 'occupational-pension', 'other'),
    employer: fc.constantFrom('Sample Bakery', 'Sample Garage'),
    netPence: optional(fc.integer({ min: 0, max: 40_000 })),
    payPeriod: optional(fc.constantFrom('weekly', 'two-weekly', 'four-weekly', 'monthly')),
    hoursPerWeek: optional(fc.integer({ min: 0, max: 45 })),
    pensionContributionPence: fc.constantFrom(null, 0, 1_234),
    expectedToLastFiveWeeks: optional(fc.boolean()),
    days: fc.option(fc.integer({ min: -3, max: 150 }), { nil: null, freq: 3 }),
  })
  .map(({ days, ...body }) => (on) => ({
    fact: 'income' as const,
    body: {
      ...body,
      grossPence: body.netPence === null ? null : Math.round(body.netPence * 1.3),
      startOn: on,
      endOn: days === null ? null : addDays(on, days),
    } as never,
  }));
const address: fc.Arbitrary<TellOn> = fc
  .record({
    role: optional(fc.constantFrom('moved-in', 'moved-in', 'moved-out', 'correspondence')),
    toUprn: optional(fc.constantFrom(...HOMES, '1')),
    fromUprn: fc.constantFrom(null, ...HOMES),
    gap: fc.constantFrom(0, 0, 0, 3),
    liablePersons: fc.constantFrom(null, 1, 2),
    isOutsideArea: fc.constantFrom(false, false, false, false, false, true),
  })
  .map(({ gap, ...body }) => (on) => ({
    fact: 'address' as const,
    body: { ...body, movedOutOn: on, movedInOn: addDays(on, gap) } as never,
  }));
const MEMBERS = [
  { member: 'Sam', birthDate: '1981-03-04' },
  { member: 'Kim', birthDate: '1982-07-07' },
  { member: 'Jo', birthDate: '2003-06-01' },
  { member: 'Lee', birthDate: '1992-02-29' },
  { member: null, birthDate: '1960-01-01' },
  { member: 'Di', birthDate: null },
] as const;
const household: fc.Arbitrary<TellOn> = fc
  .record({
    who: fc.constantFrom(...MEMBERS),
    relation: optional(fc.constantFrom('partner', 'child', 'non-dependant', 'non-dependant')),
    leaves: fc.constantFrom(false, false, false, true),
    worksSixteenHoursOrMore: optional(fc.boolean()),
    grossWeeklyIncomePence: optional(fc.integer({ min: 0, max: 45_000 })),
    benefits: optional(fc.constantFrom([], ['jsa-ib'], ['dla'])),
    childBenefitInPayment: fc.constantFrom(null, true, false),
  })
  .map(({ who, leaves, ...body }) => (on) => ({
    fact: 'household' as const,
    body: { ...body, ...who, joinedOn: leaves ? null : on, leftOn: leaves ? on : null } as never,
  }));
const benefitAward: fc.Arbitrary<TellOn> = fc
  .record({
    benefit: optional(fc.constantFrom('is', 'jsa-ib', 'esa-ir', 'ctc', 'wtc', 'hb', 'pc-savings')),
    action: optional(fc.constantFrom('start', 'change', 'stop')),
    weeklyAmountPence: optional(fc.integer({ min: 0, max: 15_000 })),
  })
  .map((body) => (on) => ({
    fact: 'benefitAward' as const,
    body: {
      ...body,
      from: on,
      lastDayOfEntitlement: body.action === 'stop' ? addDays(on, -1) : null,
    } as never,
  }));
const capital: fc.Arbitrary<TellOn> = fc
  .record({
    totalPence: optional(
      fc.oneof(fc.constantFrom(600_000, 600_001, 1_600_000, 1_600_001), fc.nat(2_000_000)),
    ),
    owner: optional(fc.constantFrom('claimant', 'partner', 'couple')),
  })
  .map((body) => (on) => ({ fact: 'capital' as const, body: { ...body, asOf: on } as never }));
const identity: fc.Arbitrary<TellOn> = fc
  .constantFrom(null, '1980-02-29', '1992-05-01', '1950-01-01')
  .map((birthDate) => () => ({ fact: 'identity' as const, body: { birthDate } }));
const death: fc.Arbitrary<TellOn> = fc
  .record({
    who: optional(fc.constantFrom('claimant', 'partner', 'child', 'non-dependant')),
    person: fc.constantFrom(...MEMBERS),
  })
  .map(({ who, person }) => (on) => ({
    fact: 'death' as const,
    body: { who, ...person, diedOn: on } as never,
  }));

export const telling = fc.oneof(
  { weight: 4, arbitrary: income },
  { weight: 2, arbitrary: address },
  { weight: 3, arbitrary: household },
  { weight: 2, arbitrary: benefitAward },
  { weight: 1, arbitrary: capital },
  { weight: 1, arbitrary: identity },
  { weight: 1, arbitrary: death },
);

/** A whole notice of one thing told. */
export function tell(
  header: Partial<Fact> & { readonly factId: string },
  tellOn: TellOn,
  on: IsoDate,
  lateBy = 0,
): Fact {
  const toldOn = addDays(on, lateBy);
  const days = { occurredOn: on, notifiedOn: toldOn, receivedOn: toldOn };
  return { changeType: 'created', ...days, ...header, ...tellOn(on) } as Fact;
}

const FATES = [
  ...['alone', 'alone', 'alone', 'corrected', 'corrected twice', 'annulled'],
  ...['correction annulled', 'annulled after correction', 'ended', 'end annulled', 'extended'],
] as const;

/** One thing told, with all that was told of it later, each after what it points to. */
const strand = fc
  .record({
    first: telling,
    second: telling,
    on: day,
    otherOn: day,
    late: lateness,
    lateAgain: lateness,
    fate: fc.constantFrom(...FATES),
  })
  .map((row) => (name: string): readonly Fact[] => {
    const first = tell(
      { factId: name, noticeExtended: row.fate === 'extended' },
      row.first,
      row.on,
      row.late,
    );
    const of = (
      changeType: Fact['changeType'],
      previousFactId: string,
      factId: string,
      body: TellOn | null = null,
    ): Fact => {
      const toldOn = addDays(first.receivedOn, row.lateAgain);
      const header = { factId, changeType, previousFactId };
      const days = { notifiedOn: toldOn, receivedOn: toldOn };
      const kept = { ...first, ...header, ...days, body: null } as Fact;
      // A correction is of the same kind of fact as what it corrects.
      const told = body === null ? null : { ...tell(header, body, row.otherOn), ...days };
      return told !== null && told.fact === first.fact ? (told as Fact) : kept;
    };
    const corrected = of('corrected', name, `${name}c`, row.second);
    switch (row.fate) {
      case 'corrected':
        return [first, corrected];
      case 'corrected twice':
        return [first, corrected, of('corrected', `${name}c`, `${name}d`, row.first)];
      case 'annulled':
        return [first, of('annulled', name, `${name}x`)];
      case 'correction annulled':
        return [first, corrected, of('annulled', `${name}c`, `${name}x`)];
      case 'annulled after correction':
        return [first, corrected, of('annulled', name, `${name}x`)];
      case 'ended':
        return [first, of('ended', name, `${name}e`)];
      case 'end annulled':
        return [first, of('ended', name, `${name}e`), of('annulled', `${name}e`, `${name}x`)];
      default:
        return [first];
    }
  });

/** A household's timeline as it happened to be told: strands one after another. */
export const timeline = fc
  .array(strand, { maxLength: 6 })
  .map((strands) => strands.flatMap((make, index) => make(`f${index}`)));

/** The facts in another order, each perhaps more than once; `keys` draws the order. */
export function shuffle(facts: readonly Fact[], keys: readonly number[]): readonly Fact[] {
  const at = (index: number): number => keys[index % Math.max(1, keys.length)] ?? 0;
  return [...facts, ...facts.filter((_fact, index) => at(index) % 3 === 0)]
    .map((fact, index) => ({ fact, key: (at(index) * (index + 7)) % 101 }))
    .sort((a, b) => a.key - b.key)
    .map(({ fact }) => fact);
}

/** The same order, mended so that whatever points to another comes after it. */
export function afterPredecessors(facts: readonly Fact[]): readonly Fact[] {
  const waiting = [...facts];
  const told: Fact[] = [];
  const known = new Set<string>();
  while (waiting.length > 0) {
    const next = waiting.findIndex(
      ({ previousFactId }) => previousFactId == null || known.has(previousFactId),
    );
    const [fact] = waiting.splice(Math.max(0, next), 1);
    if (fact === undefined) break;
    told.push(fact);
    known.add(fact.factId);
  }
  return told;
}

export const orderKeys = fc.array(fc.nat(100), { minLength: 1, maxLength: 20 });
