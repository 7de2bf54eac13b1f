import type { BenefitCase } from '../benefit-case.ts';
import type { IsoDate } from '../calendar.ts';
import { BenefitsError } from '../errors.ts';
import type { Scheme } from './scheme.ts';

/**
 * The years of one set of rules as one scheme, so that an award runs on over 1 April: each day by the
 * rates of its year, as far as the office's record reaches. `years` follow each other without a gap.
 * Throws BenefitsError `invalid-case` when there is no year.
 */
export function joinSchemes(id: string, title: string, years: readonly Scheme[]): Scheme {
  const [first] = years;
  if (first === undefined) {
    throw new BenefitsError('invalid-case', 'rules have the rates of one year at least');
  }
  const lastOf = (benefitCase: BenefitCase): Scheme =>
    years.findLast((year) => year.reaches?.(benefitCase) ?? true) ?? first;
  const yearOf = (day: IsoDate, benefitCase: BenefitCase): Scheme =>
    years.findLast((year) => year.covers(benefitCase).from <= day) ?? first;
  return {
    ...first,
    id,
    title,
    covers: (benefitCase) => ({
      from: first.covers(benefitCase).from,
      to: lastOf(benefitCase).covers(benefitCase).to,
    }),
    ratesChangeOn: (benefitCase) =>
      years.flatMap((year) => [
        ...(year === first ? [] : [year.covers(benefitCase).from]),
        ...year.ratesChangeOn(benefitCase),
      ]),
    dateEffect: (part, changedOn, benefitCase) =>
      yearOf(changedOn, benefitCase).dateEffect(part, changedOn, benefitCase),
    award: (circumstances, day) => yearOf(day.on, day.benefitCase).award(circumstances, day),
    findSpans: (benefitCase, changes) =>
      years.flatMap((year) =>
        year
          .findSpans(benefitCase, changes)
          .filter((span) => yearOf(span.from, benefitCase) === year),
      ),
  };
}
