import { type RatesHead, readRates } from '../rates/rates-file.ts';
import type { Scheme } from './scheme.ts';

/** One set of rules with the rates that are shipped for it. */
export type RatedRules = {
  /** One scheme a year, in the order of the years. */
  readonly years: readonly Scheme[];
  /** The same rules by other rates: of the year that `id` names, else of a year of one's own. Throws BenefitsError `invalid-rates`. */
  readonly createWith: (id: string, given: unknown) => Scheme;
};

/** Rates are data: the same rules give one scheme for each file of rates. */
export function rateYears<Rates extends RatesHead>(
  create: (rates: Rates) => Scheme,
  shipped: readonly [Rates, ...Rates[]],
): RatedRules {
  return {
    years: shipped.map(create),
    createWith: (id, given) =>
      create(readRates(shipped.find(({ scheme }) => scheme === id) ?? shipped[0], given)),
  };
}
