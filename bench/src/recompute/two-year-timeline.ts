import type { BenefitCase, Fact } from '@told/benefits';
import { addDays } from '@told/benefits';

const HOME = '999900000017';
const OTHER_HOME = '999900000025';
const FROM = '2010-04-05';
/** A change about every two weeks: the fiftieth is of March 2012. */
const DAYS_APART = 14;
const CHANGES = 50;
/** Every so many changes one is told late, and one corrects what was told before it. */
const LATE_EVERY = 19;
const CORRECTED_EVERY = 6;
const LATE_BY_DAYS = 45;

/** A couple with two children and council tax of both years. */
export const CASE: BenefitCase = {
  claimStartOn: FROM,
  claimant: { birthDate: '1979-02-03' },
  partner: { birthDate: '1981-03-04', worksSixteenHoursOrMore: false },
  children: [{ birthDate: '2003-06-01' }, { birthDate: '2006-09-09' }],
  incomes: [],
  awards: [],
  capitalPence: 100_000,
  home: { uprn: HOME, liablePersons: 1, singlePersonDiscount: false },
  taxByUprn: {
    [HOME]: { '2010/11': 120_000, '2011/12': 120_000 },
    [OTHER_HOME]: { '2010/11': 150_000, '2011/12': 150_000 },
  },
  jsaWeekEndsOn: null,
  unmodelled: [],
};

type Told = Pick<Fact, 'fact' | 'body'>;

/** Fifty changes over two years: jobs, benefits, moves, capital; some corrected, some late. */
export function listFacts(): readonly Fact[] {
  return Array.from({ length: CHANGES }, (_, index) => {
    const isCorrection = index % CORRECTED_EVERY === CORRECTED_EVERY - 1;
    const about = isCorrection ? index - 1 : index;
    const occurredOn = addDays(FROM, about * DAYS_APART + 2);
    const toldOn = addDays(
      occurredOn,
      index % LATE_EVERY === LATE_EVERY - 1 ? LATE_BY_DAYS : isCorrection ? 20 : 3,
    );
    return {
      factId: `change-${index}`,
      changeType: isCorrection ? 'corrected' : 'created',
      previousFactId: isCorrection ? `change-${about}` : null,
      occurredOn,
      notifiedOn: toldOn,
      receivedOn: toldOn,
      ...tellOf(about, index, occurredOn),
    } as Fact;
  });
}

function tellOf(about: number, index: number, on: string): Told {
  switch (about % 5) {
    case 0:
      return { fact: 'address', body: move(about % 2 === 0 ? OTHER_HOME : HOME, on) };
    case 1:
      return { fact: 'capital', body: { totalPence: 100_000 + index, owner: 'couple', asOf: on } };
    case 2: {
      const award = { benefit: 'ctc', action: 'change', lastDayOfEntitlement: null } as const;
      return {
        fact: 'benefitAward',
        body: { ...award, weeklyAmountPence: 5_000 + index, from: on },
      };
    }
    default:
      return { fact: 'income', body: earn(20_000 + 500 * ((index * 7) % 20), on) };
  }
}

const move = (toUprn: string, on: string) => ({
  ...{ role: 'moved-in' as const, fromUprn: null, toUprn },
  ...{ movedOutOn: on, movedInOn: on, liablePersons: null },
});

const earn = (netPence: number, on: string) => ({
  ...{ who: 'claimant' as const, kind: 'employed' as const, employer: 'Sample Bakery' },
  ...{ netPence, payPeriod: 'weekly' as const, hoursPerWeek: 30 },
  ...{ pensionContributionPence: null, startOn: on, endOn: null, expectedToLastFiveWeeks: true },
});
