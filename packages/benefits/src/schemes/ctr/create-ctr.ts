import type { AwardLine, Question } from '../../award.ts';
import { addDays, benefitWeekStart, SUNDAY } from '../../calendar.ts';
import { sumCapital } from '../../capital.ts';
import type { Circumstances } from '../../circumstances.ts';
import { findWeeklyTax } from '../../council-tax/liability.ts';
import { BenefitsError } from '../../errors.ts';
import { describePence, isPositive, roundHalfUp, timesRatio, ZERO_PENCE } from '../../money.ts';
import { notModelled } from '../../weekly-income.ts';
import type { Figure } from '../figure.ts';
import { PASSPORTS } from '../passports.ts';
import { explain, type Rule } from '../rule.ts';
import type { AwardDay, DayAward, Remark, Scheme } from '../scheme.ts';
import { findCountedIncome } from './counted-income.ts';
import type { Band, BandTable, CtrRates } from './ctr-rates.ts';
import { CTR_DATE_RULES, CTR_RULES } from './ctr-rules.ts';
import { dateCtrChange } from './date-ctr-change.ts';
import { findBand, findHighestBand } from './find-band.ts';
import { findExtendedReductions } from './find-extended-reductions.ts';
import { findAgeQuestion } from './household.ts';

const PERCENT = 100;

/** What one council's scheme does in its own way. */
export type CouncilScheme = {
  readonly rates: CtrRates;
  /** Must hold `band` and may hold rules of its own. */
  readonly rules: Readonly<Record<string, Rule>> & { readonly band: Rule };
  readonly cliffs: readonly Remark[];
  readonly notModelled: readonly Remark[];
  /** The table of bands for the household, or why there is none. */
  readonly findTable: (
    circumstances: Circumstances,
    day: AwardDay,
  ) => { readonly table: BandTable; readonly household: string } | Question;
  /** The rule by which a passport gives the highest band; null: passported households have another scheme. */
  readonly passported: Rule | null;
  /** The rule by which capital above the rates' upper limit leaves nothing. */
  readonly capitalEnds: Rule | null;
  /** The weekly amount whose band is looked up, and its lines: income, or excess income. */
  readonly findBanded: (
    income: Figure,
    circumstances: Circumstances,
    day: AwardDay,
  ) => { readonly figure: Figure; readonly lines: readonly AwardLine[] } | Question;
  /** What might put the household into a better band by a rule that was not read. */
  readonly findDoubt: (circumstances: Circumstances, day: AwardDay) => Question | null;
};

/**
 * A council's own reduction for people of working age since 2013: a percentage of the council tax
 * after discounts, by a band. [LGFA 1992 s.13A] Throws BenefitsError `invalid-rates` for a band of
 * more than the whole tax.
 */
export function createCtr(council: CouncilScheme): Scheme {
  const { rates } = council;
  refuseExcessive(rates);
  return {
    id: rates.scheme,
    title: rates.title,
    rules: [
      ...Object.values(council.rules),
      ...Object.values(CTR_RULES),
      ...Object.values(CTR_DATE_RULES),
    ],
    cliffs: council.cliffs,
    notModelled: council.notModelled,
    weekEndsOn: () => SUNDAY,
    covers: () => ({ from: rates.period.from, to: rates.period.to }),
    ratesChangeOn: () => [],
    dateEffect: dateCtrChange,
    lateGainRule: CTR_DATE_RULES.lateNotice,
    alignsSameWeek: true,
    endsOnTheDay: false,
    // As council tax benefit: in a week only the changes of earlier weeks count.
    agesReadOn: (day) => addDays(benefitWeekStart(day, SUNDAY), -1),
    award: (circumstances, day) => assessDay(council, circumstances, day),
    findSpans: (_benefitCase, changes) => findExtendedReductions(changes),
  };
}

function refuseExcessive({ bands }: CtrRates): void {
  for (const [table, rows] of Object.entries(bands)) {
    for (const [name, { percent }] of Object.entries(rows)) {
      if (percent <= PERCENT) continue;
      const field = `/bands/${table}/${name}/percent`;
      throw new BenefitsError('invalid-rates', 'a band takes off 100 % at most', { field });
    }
  }
}

function assessDay(council: CouncilScheme, circumstances: Circumstances, day: AwardDay): DayAward {
  if (circumstances.ended !== null) return nil(explain(CTR_RULES.ended, 'The claim is over.'));
  const passport = circumstances.awards.find(({ benefit }) => PASSPORTS.includes(benefit));
  const open = findOpenQuestion(council, circumstances, day, passport !== undefined);
  if (open !== null) return ask(open);
  const found = findWeeklyTax(circumstances, day);
  if ('reason' in found) return ask(found);
  const { text, amountPence } = found.line;
  const tax = { ...found, line: explain(CTR_RULES.liability, text, amountPence) };
  const place = council.findTable(circumstances, day);
  if ('reason' in place) return ask(place);
  if (passport === undefined) return assessMeans(council, circumstances, day, tax, place);
  const highest = findHighestBand(place.table);
  if (council.passported === null || highest === null) return ask(notModelled('passported'));
  const why = `Income and capital do not count while ${passport.benefit} is paid: the highest band, ${highest.percent} %.`;
  return award(tax, highest, [tax.line, explain(council.passported, why)]);
}

/** What stands in the way of a number whatever the means. */
function findOpenQuestion(
  { rates, passported }: CouncilScheme,
  circumstances: Circumstances,
  day: AwardDay,
  isPassported: boolean,
): Question | null {
  const note = circumstances.notes.find(
    ({ topic }) => !isPassported || (topic !== 'income' && topic !== 'capital'),
  );
  if (note !== undefined) return note.question;
  if (isPassported && passported === null) return notModelled('passported');
  // Whether a council's own scheme takes something off for them is on no public page.
  if (circumstances.nonDependants.length > 0) return notModelled('non-dependant');
  return isPassported
    ? null
    : findAgeQuestion(circumstances, day, rates.years.pensionAgeFrom.value);
}

function assessMeans(
  council: CouncilScheme,
  circumstances: Circumstances,
  day: AwardDay,
  tax: Figure,
  { table, household }: { readonly table: BandTable; readonly household: string },
): DayAward {
  const { pence } = council.rates;
  const capital = sumCapital(circumstances.capital);
  const limit = pence.capitalUpperLimit;
  if (council.capitalEnds !== null && limit !== undefined && capital > limit.value) {
    const text = `Capital of more than ${describePence(limit.value)}: nothing is taken off.`;
    return nil(explain(council.capitalEnds, text));
  }
  if (capital > pence.capitalLowerLimit.value) return ask(notModelled('capital'));
  const income = findCountedIncome(circumstances, council.rates);
  if ('reason' in income) return ask(income);
  const banded = council.findBanded(income, circumstances, day);
  if ('reason' in banded) return ask(banded);
  const amount = roundHalfUp(banded.figure.weekly);
  const band = findBand(table, amount);
  const doubt = findDoubt(council, circumstances, day);
  // In the highest band nothing that was not read could make the award greater.
  if (doubt !== null && band !== findHighestBand(table)) return ask(doubt);
  if (band === null) return ask(notModelled('band'));
  const text = `${describePence(amount)} a week lies in the band ${describeBand(band)} (${household}): ${band.percent} % of the council tax.`;
  const weekly = timesRatio(tax.weekly, band.percent, PERCENT);
  const line = explain(council.rules.band, text, roundHalfUp(weekly));
  return award(tax, band, [tax.line, ...banded.lines, line]);
}

/** Both councils disregard certain incomes, and neither page says which: an income of no named kind may be one. */
function findDoubt(
  council: CouncilScheme,
  circumstances: Circumstances,
  day: AwardDay,
): Question | null {
  const isUnnamed = circumstances.incomes.some(({ kind }) => kind === 'other');
  return isUnnamed ? notModelled('income.other') : council.findDoubt(circumstances, day);
}

function award(tax: Figure, band: Band, lines: readonly AwardLine[]): DayAward {
  const weekly = timesRatio(tax.weekly, band.percent, PERCENT);
  return { kind: 'award', weekly, entitled: isPositive(weekly), lines };
}

const describeBand = ({ from, to }: Band): string =>
  to === undefined
    ? `from ${describePence(from)}`
    : `${describePence(from)} to ${describePence(to)}`;

const ask = (question: Question): DayAward => ({ kind: 'question', question });

const nil = (line: AwardLine): DayAward => ({
  kind: 'award',
  weekly: ZERO_PENCE,
  entitled: false,
  lines: [line],
});
