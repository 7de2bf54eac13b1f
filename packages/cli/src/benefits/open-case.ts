import {
  addMonths,
  type BenefitCase,
  BenefitsError,
  type Fact,
  financialYearOf,
  type HomeTax,
  type Income,
  type IsoDate,
  jsaWeekEndsOn,
  laterOf,
  padUprn,
  type Scheme,
  type Weekday,
} from '@told/benefits';
import type { CaseFault } from './case-fault.ts';
import { checkCase, findNet } from './check-case.ts';
import { checkFacts, openFacts } from './open-facts.ts';
import {
  type PlainCase,
  type PlainIncome,
  type PlainJobseeker,
  type PlainPerson,
  type PlainTax,
  WEEKDAYS,
} from './plain-case.ts';

export type OpenedCase =
  | { readonly benefitCase: BenefitCase; readonly facts: readonly Fact[] }
  | { readonly faults: readonly CaseFault[] };

/** Of the synthetic range: a home that nobody has to name. */
const UNNAMED_HOME = '999900000001';
const MONTHS_PER_YEAR = 12;
/** For looking at a scheme's days before the case's own are known. */
const ANY_DAY = '2010-04-01';

/**
 * A plain case as a scheme's rules read it, or all that is wrong with it. Needs a case that keeps to
 * `CASE_SCHEMA`. What no rule can judge is let through: the rules answer it with a question. Where one day is
 * asked about and the case names no first day, ages and a tax without its year are of that day.
 */
export function openCase(
  plain: PlainCase,
  scheme: Scheme,
  askedOn: IsoDate | null = null,
): OpenedCase {
  const found = checkCase(plain);
  if (found.length > 0) return { faults: [...found, ...checkFacts(plain, null)] };
  const undated = buildCase(plain, plain.from ?? ANY_DAY, '2010/11', () => null);
  const missing =
    findMissingWeek(undated, scheme) ??
    (askedOn === null ? findMissingYear(plain, undated, scheme) : null);
  if (missing !== null) return { faults: [missing, ...checkFacts(plain, null)] };
  const covered = scheme.covers(undated);
  const from = plain.from ?? laterOf(covered.from, findFirstYear(plain) ?? covered.from);
  const first =
    plain.from === undefined && askedOn !== null ? askedOn : laterOf(from, covered.from);
  const agesReadOn = scheme.agesReadOn(first, scheme.weekEndsOn(undated));
  const { label } = financialYearOf(first);
  const benefitCase = buildCase(plain, from, label, (person) => findBirthDate(person, agesReadOn));
  const faults = checkFacts(plain, benefitCase.claimant.birthDate);
  return faults.length > 0 ? { faults } : { benefitCase, facts: openFacts(plain.facts ?? []) };
}

/** The first day of the first year of which a tax is stated by its year. */
function findFirstYear({ councilTax, otherHomes = [] }: PlainCase): IsoDate | null {
  const [label] = [councilTax, ...otherHomes]
    .flatMap((tax) => Object.keys(tax?.annualPenceByYear ?? {}))
    .sort();
  return label === undefined ? null : `${label.slice(0, 4)}-04-01`;
}

/** A scheme of every year cannot say of which year a figure is that names none. */
function findMissingYear(plain: PlainCase, undated: BenefitCase, scheme: Scheme): CaseFault | null {
  if (plain.from !== undefined) return null;
  const ofOtherYear = buildCase(plain, ANY_DAY, '2011/12', () => null);
  if (scheme.covers(undated).to === scheme.covers(ofOtherYear).to) return null;
  const detail = 'is needed where the tax is stated without its year';
  return { pointer: '/from', code: 'required', detail };
}

/**
 * The birth date of a person of whom only the age is stated: the birthday is the day whose ages the
 * scheme reads for the first day assessed, so that every day of the scheme's year sees this age.
 */
function findBirthDate({ birthDate, age }: PlainPerson, agesReadOn: IsoDate): IsoDate | null {
  if (age === undefined) return birthDate ?? null;
  return addMonths(agesReadOn, -MONTHS_PER_YEAR * age);
}

/** Schemes by benefit weeks or assessment periods of the person's own need to be told them. */
function findMissingWeek(benefitCase: BenefitCase, scheme: Scheme): CaseFault | null {
  const wrong = (candidate: BenefitCase): BenefitsError | null => {
    try {
      scheme.covers(candidate);
      scheme.weekEndsOn(candidate);
      scheme.dateEffect({ moment: 'ordinary' }, candidate.claimStartOn, candidate);
      return null;
    } catch (error) {
      if (error instanceof BenefitsError) return error;
      throw error;
    }
  };
  const error = wrong(benefitCase);
  if (error === null) return null;
  const pointer =
    wrong({ ...benefitCase, jsaWeekEndsOn: 0 }) === null
      ? '/jobseeker'
      : wrong({ ...benefitCase, assessmentPeriodFromDay: 1 }) === null
        ? '/universalCredit'
        : '';
  return { pointer, code: 'required', detail: error.message };
}

function buildCase(
  plain: PlainCase,
  from: IsoDate,
  year: string,
  birthDateOf: (person: PlainPerson) => IsoDate | null,
): BenefitCase {
  const { partner, councilTax, children = [], nonDependants = [], benefits = [] } = plain;
  const uprn = padUprn(councilTax?.uprn ?? UNNAMED_HOME);
  const homes = [
    ...(councilTax === undefined ? [] : [{ ...councilTax, uprn }]),
    ...(plain.otherHomes ?? []),
  ];
  return {
    claimStartOn: from,
    claimant: withBirthDate(plain.claimant, birthDateOf),
    partner:
      partner === undefined
        ? null
        : {
            ...withBirthDate(partner, birthDateOf),
            worksSixteenHoursOrMore: partner.worksSixteenHoursOrMore ?? null,
          },
    children: children.map((child) => withBirthDate(child, birthDateOf)),
    nonDependants: nonDependants.map((person) => ({
      ...withBirthDate(person, birthDateOf),
      worksSixteenHoursOrMore: person.worksSixteenHoursOrMore ?? null,
      grossWeeklyIncomePence: person.grossWeeklyIncomePence ?? null,
      benefits: person.benefits ?? null,
    })),
    incomes: (plain.incomes ?? []).map(openIncome),
    awards: benefits.map(({ benefit, weeklyAmountPence, from: since }) => ({
      benefit,
      weeklyAmountPence: weeklyAmountPence ?? null,
      from: since ?? null,
    })),
    capitalPence: plain.capitalPence ?? null,
    applicableAmountPence: plain.applicableAmountPence ?? null,
    childcare: plain.childcare ?? null,
    home:
      councilTax === undefined
        ? null
        : {
            uprn,
            liablePersons: councilTax.liablePersons ?? 1,
            singlePersonDiscount: councilTax.singlePersonDiscount ?? false,
          },
    taxByUprn: Object.fromEntries(homes.map((home) => [padUprn(home.uprn), listTaxes(home, year)])),
    jsaWeekEndsOn: plain.jobseeker === undefined ? null : findWeekEnd(plain.jobseeker),
    assessmentPeriodFromDay: plain.universalCredit?.assessmentPeriodFromDay ?? null,
    unmodelled: [],
    // A field that rules come to read is one that a case can state.
  } satisfies Required<BenefitCase>;
}

function withBirthDate<P extends PlainPerson>(
  { age: _age, birthDate, ...person }: P,
  birthDateOf: (person: PlainPerson) => IsoDate | null,
) {
  const dated = _age === undefined ? {} : { age: _age };
  return {
    ...person,
    birthDate: birthDateOf({ ...dated, ...(birthDate !== undefined && { birthDate }) }),
  };
}

function openIncome(income: PlainIncome): Income {
  return {
    who: income.who,
    kind: income.kind,
    employer: income.employer ?? null,
    netPence: findNet(income),
    payPeriod: income.payPeriod ?? null,
    hoursPerWeek: income.hoursPerWeek ?? null,
    pensionContributionPence: income.pensionContributionPence ?? null,
    expectedToLastFiveWeeks: income.expectedToLastFiveWeeks ?? null,
  };
}

/** A figure without its year is that of the first day assessed; for other years nobody has stated one. */
function listTaxes(
  { annualPence, weeklyPence, annualPenceByYear }: PlainTax,
  year: string,
): Readonly<Record<string, HomeTax>> {
  if (annualPenceByYear !== undefined) return annualPenceByYear;
  return { [year]: weeklyPence === undefined ? (annualPence ?? 0) : { weeklyPence } };
}

function findWeekEnd({ ninoLastTwoDigits, weekEndsOn }: PlainJobseeker): Weekday {
  return weekEndsOn === undefined
    ? jsaWeekEndsOn(Number(ninoLastTwoDigits))
    : (WEEKDAYS.indexOf(weekEndsOn) as Weekday);
}
